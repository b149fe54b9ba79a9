package io.claimflow.claims;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Characters that a reader takes for a letter of ASCII (Unicode Technical Standard 39,
 * section 4). One can look like two letters, and so like either of them.
 */
final class LookAlikes {

	private static final Map<Integer, Set<Integer>> BY_LETTER = read();

	private LookAlikes() {
	}

	private static Map<Integer, Set<Integer>> read() {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(Objects.requireNonNull(LookAlikes.class.getResourceAsStream("look-alikes.txt")),
						StandardCharsets.UTF_8))) {
			return lines.lines()
				.filter((line) -> !line.startsWith("#"))
				.collect(Collectors.toUnmodifiableMap((line) -> line.codePointAt(0),
						(line) -> line.substring(2).codePoints().boxed().collect(Collectors.toUnmodifiableSet())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether characters look like a name.
	 * @param characters the characters, in lower case
	 * @param name the name, in ASCII
	 */
	static boolean match(int[] characters, String name) {
		if (characters.length != name.length()) {
			return false;
		}
		for (int i = 0; i < characters.length; i++) {
			int letter = name.charAt(i);
			if (characters[i] != letter && !BY_LETTER.getOrDefault(letter, Set.of()).contains(characters[i])) {
				return false;
			}
		}
		return true;
	}

}
