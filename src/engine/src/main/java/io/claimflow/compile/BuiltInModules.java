package io.claimflow.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * The modules that a workflow can import without having them: ES modules beside this
 * class.
 */
final class BuiltInModules {

	/** What the engine lends the library. */
	static final String HOST = "claimflow:host";

	private static final Map<String, String> RESOURCES = Map.of(ModuleResolver.INFRASTRUCTURE, "infrastructure.js",
			"util", "util.js", "url", "url.js", HOST, "host.js");

	private BuiltInModules() {
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
		String resource = Objects.requireNonNull(RESOURCES.get(name), name);
		try (InputStream in = Objects.requireNonNull(BuiltInModules.class.getResourceAsStream(resource), resource)) {
			return new SourceText(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
