package io.claimflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

	static final Source KERNEL = read(Scripts.class, "kernel.js");

	private static final Map<Class<?>, Source> BINDINGS = new ConcurrentHashMap<>();

	private Scripts() {
	}

	static Source of(Binding binding) {
		return BINDINGS.computeIfAbsent(binding.getClass(), (type) -> read(type, binding.script()));
	}

	private static Source read(Class<?> beside, String name) {
		try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
			return source("claimflow:" + name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** A source that the engine keeps parsed for as long as the source is referred to. */
	static Source source(String name, String code) {
		return Source.newBuilder("js", code, name).cached(true).buildLiteral();
	}

}
