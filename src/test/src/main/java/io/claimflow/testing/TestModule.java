package io.claimflow.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.engine.ScriptModule;

/**
 * The module that tests import: the matchers of vitest and chai, and what runs tests.
 */
final class TestModule {

	static final Set<String> EXPORTS = Set.of("test", "it", "describe", "expect", "workflow", "event", "jwt",
			"beforeEach", "afterEach", "beforeAll", "afterAll");

	static final ScriptModule MODULE = new ScriptModule("@claimflow/test", EXPORTS, code());

	private TestModule() {
	}

	private static String code() {
		return "(function (linker) {\n\"use strict\";\n" + text("expect.js") + text("harness.js")
				+ EXPORTS.stream()
					.sorted()
					.map((name) -> "linker.define(\"" + name + "\", () => api." + name + ");\n")
					.collect(Collectors.joining())
				+ "linker.define(\"main\", () => main);\n})";
	}

	private static String text(String resource) {
		try (InputStream in = Objects.requireNonNull(TestModule.class.getResourceAsStream(resource), resource)) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
