package io.claimflow.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nearest of some names to a word that an author or an operator has misspelt.
 */
public final class Suggestion {

	/** Shorter beginnings are those of too many. */
	private static final int BEGINNING = 5;

	private Suggestion() {
	}

	/**
	 * The candidate that differs from a word in the fewest letters, if they are few, or
	 * else the first that begins with it.
	 */
	public static Optional<String> to(String word, Stream<String> candidates) {
		List<String> all = candidates.toList();
		return all.stream()
			.filter((candidate) -> distance(word, candidate) <= Math.max(2, candidate.length() / 3))
			.min(Comparator.<String>comparingInt((candidate) -> distance(word, candidate))
				.thenComparingInt((candidate) -> -common(word, candidate)))
			.or(() -> all.stream()
				.filter((candidate) -> word.length() >= BEGINNING && candidate.startsWith(word))
				.findFirst());
	}

	/** The letters with which both begin. */
	private static int common(String one, String other) {
		int letters = 0;
		while (letters < Math.min(one.length(), other.length()) && one.charAt(letters) == other.charAt(letters)) {
			letters++;
		}
		return letters;
	}

	/** The Levenshtein distance. */
	private static int distance(String one, String other) {
		if (one.length() > 100) {
			return Integer.MAX_VALUE;
		}
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int change = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
