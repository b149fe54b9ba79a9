package io.claimflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import io.claimflow.binding.Binding;
import org.graalvm.polyglot.Source;

/**
 * The scripts of the engine and of its bindings, as sources that are parsed once.
 */
final class Scripts {

	private static final String SCHEME = "claimflow";

	private static final String AUTHORS = "workflow";

	private static final String GROWING = "-growing";

	private static final String SPREADING = "-spreading";

	static final Source KERNEL = read(Scripts.class, "kernel.js");

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
	 * {@link WebFunctions#call}, and the tools are described in {@code kernel.js}.
	 */
	static Source web(String part) {
		return WEB.computeIfAbsent(part, (name) -> read(Scripts.class, "web/" + name + ".js"));
	}

	static Source of(Binding binding) {
		return BINDINGS.computeIfAbsent(binding.getClass(), (type) -> read(type, binding.script()));
	}

	private static Source read(Class<?> beside, String name) {
		try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
			return own(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A source of an author's, which the engine keeps parsed for as long as the source is
	 * referred to.
	 */
	static Source source(String name, String code) {
		String scheme = AUTHORS + (BigIntLimit.concerns(code) ? GROWING : "")
				+ (PropertyLimit.concerns(code) ? SPREADING : "");
		try {
			return Source.newBuilder("js", code, name).uri(new URI(scheme, name, null)).cached(true).buildLiteral();
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("The name of a source is no path: " + name, ex);
		}
	}

	/** A source of the engine's own. */
	static Source own(String name, String code) {
		String uri = SCHEME + ":" + name;
		return Source.newBuilder("js", code, uri).uri(URI.create(uri)).cached(true).buildLiteral();
	}

	/** Whether the name of a source, as stacks show it, is that of the engine's own. */
	static boolean isOwn(String name) {
		return name.startsWith(SCHEME + ":");
	}

	/** Whether a source of that URI is one in which numbers may grow. */
	static boolean isGrowing(URI source) {
		return has(source, GROWING);
	}

	/** Whether a source of that URI is one in which properties may be copied. */
	static boolean isSpreading(URI source) {
		return has(source, SPREADING);
	}

	private static boolean has(URI source, String mark) {
		String scheme = source.getScheme();
		return scheme != null && scheme.startsWith(AUTHORS) && scheme.contains(mark);
	}

	/** Whether a source is the engine's own: no file of an author's has such a URI. */
	static boolean isOwn(URI source) {
		return SCHEME.equals(source.getScheme());
	}

}
