package io.claimflow.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.kinde.KindeLibrary;

/**
 * The modules that a workflow can import without having them: ES modules beside this
 * class, each with the compiled form that runs, so that running needs no compiler.
 */
public final class BuiltInModules {

	private static final Map<String, String> RESOURCES = Map.of(KindeLibrary.MODULE, "infrastructure.js", "util",
			"util.js", "url", "url.js", KindeLibrary.HOST, "host.js");

	/** Evaluating these does more than to bind names. */
	private static final Set<String> NOT_INERT = Set.of("url");

	private static final Map<String, CompiledModule> MODULES = new ConcurrentHashMap<>();

	private BuiltInModules() {
	}

	/**
	 * A module as the sandbox links it: whatever a workflow was built with, its built-in
	 * modules are those of the server that runs it.
	 * @param name the name of the module
	 * @return the module, or empty if there is none of that name
	 */
	public static Optional<CompiledModule> module(String name) {
		return contains(name) ? Optional.of(MODULES.computeIfAbsent(name, BuiltInModules::read)) : Optional.empty();
	}

	/** What changes, it asks the host for. */
	private static CompiledModule read(String name) {
		return new CompiledModule(name, text(compiledResource(name)), source(name).text(),
				new Findings(!NOT_INERT.contains(name), isConstant(name), isConstant(name), true));
	}

	/** The name of the resource that has the compiled form. */
	static String compiledResource(String name) {
		return String.valueOf(RESOURCES.get(name)).replaceFirst("\\.js$", ".compiled.js");
	}

	static boolean contains(String name) {
		return RESOURCES.containsKey(name);
	}

	/**
	 * Whether all that a module exports can be frozen: a proxy of the module "url"
	 * cannot.
	 */
	static boolean isConstant(String name) {
		return contains(name) && !name.equals("url");
	}

	static SourceText source(String name) {
		return new SourceText(name, text(Objects.requireNonNull(RESOURCES.get(name), name)));
	}

	/** The names of all built-in modules. */
	static Set<String> names() {
		return RESOURCES.keySet();
	}

	private static String text(String resource) {
		try (InputStream in = Objects.requireNonNull(BuiltInModules.class.getResourceAsStream(resource), resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
