package io.claimflow.spring.deployment.store;

import java.util.Optional;

/**
 * Texts that people write and others read in logs and tables: on one line, and of a
 * bounded length.
 */
final class Texts {

	static final int NAME = 200;

	static final int COMMIT = 100;

	static final int MESSAGE = 1000;

	private Texts() {
	}

	static String line(String text, int length) {
		String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
		if (line.length() <= length) {
			return line;
		}
		int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
		return line.substring(0, end) + "…";
	}

	static Optional<String> line(Optional<String> text, int length) {
		return text.map((given) -> line(given, length)).filter((line) -> !line.isEmpty());
	}

	static String name(String text, String what) {
		String name = line(text, NAME);
		if (name.isEmpty()) {
			throw new IllegalArgumentException("There is no name of " + what);
		}
		return name;
	}

}
