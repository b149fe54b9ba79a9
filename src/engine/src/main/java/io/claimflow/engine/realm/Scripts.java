package io.claimflow.engine.realm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import io.claimflow.binding.Binding;
import io.claimflow.engine.limit.SourceOrigin;
import org.graalvm.polyglot.Source;

/**
 * The scripts of the engine and of its bindings, as sources that are parsed once.
 */
final class Scripts {

	/** The parts of the kernel, in the order in which they are evaluated. */
	private static final List<String> KERNEL_PARTS = List.of("intrinsics", "symbols", "values", "claims", "text",
			"stacks", "libraries", "calls", "run", "kinde", "bindings", "web", "modules", "settings", "sharing",
			"fixed", "host");

	/** The Java platform computes numbers of 16 bits from this version on. */
	private static final boolean HALF_FLOATS = Runtime.version().feature() >= 20;

	/** The first code in every realm: one function, so it is parsed and called once. */
	static final Source KERNEL = own("kernel.js",
			KERNEL_PARTS.stream()
				.map((part) -> text(Scripts.class, "kernel/" + part + ".js"))
				.collect(Collectors.joining("\n",
						"(() => {\n\"use strict\";\nconst hasHalfFloats = %s;\n".formatted(HALF_FLOATS), "})()")));

	/**
	 * A function expression of what else to freeze, and of what to call when a change is
	 * refused.
	 */
	static final Source HARDEN = read(Scripts.class, "harden.js");

	private static final Map<Class<?>, Source> BINDINGS = new ConcurrentHashMap<>();

	private static final Map<String, Source> WEB = new ConcurrentHashMap<>();

	private Scripts() {
	}

	/**
	 * A part of the web APIs: a function expression {@code (web, host, tools) => object}
	 * whose members become globals. {@code web(part)} is another part, {@code host(…)} is
	 * {@link WebFunctions#call}, and the tools are described in {@code kernel/web.js}.
	 */
	static Source web(String part) {
		return WEB.computeIfAbsent(part, (name) -> read(Scripts.class, "web/" + name + ".js"));
	}

	static Source of(Binding binding) {
		return BINDINGS.computeIfAbsent(binding.getClass(), (type) -> read(type, binding.script()));
	}

	private static Source read(Class<?> beside, String name) {
		return own(name, text(beside, name));
	}

	private static String text(Class<?> beside, String name) {
		try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A source of an author's, which the engine keeps parsed for as long as the source is
	 * referred to.
	 * @param numbers whether code of the author has a {@code BigInt}: to look at each
	 * comparison makes loops half as slow again
	 */
	static Source source(String name, String code, boolean numbers) {
		return Source.newBuilder("js", code, name)
			.uri(SourceOrigin.author(name, code, numbers))
			.cached(true)
			.buildLiteral();
	}

	/** A source of the engine's own. */
	static Source own(String name, String code) {
		URI uri = SourceOrigin.own(name);
		return Source.newBuilder("js", code, uri.toString()).uri(uri).cached(true).buildLiteral();
	}

}
