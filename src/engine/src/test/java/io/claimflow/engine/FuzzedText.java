package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Spoils texts at random: drops, repeats, swaps and inserts pieces.
 */
final class FuzzedText {

	private static final List<String> PIECES = List.of("{", "}", "(", ")", "[", "]", "\"", "'", "`", "${", "\\", "/*",
			"*/", "//", "\n", "\r", "\u2028", "\u0000", "\ufeff", "\ud800", "\u001b[2J", ";", ",", ":", "=>", "...",
			"?.", "#", "@", "<", "</", ">", "import ", "export ", "export * from './a';", "export default ", "await ",
			"async ", "class ", "enum E { A }", "namespace N { export const a = 1 }", "abstract ", "declare ",
			"import(", "import.meta", "new.target", "super.", "yield ", "with (", "0x", "1e999", "1_",
			"99999999999999999999", "null", "true", "__proto__", "constructor", "workflowSettings", "default",
			"as const", "satisfies ", "<T,>", "\\u{110000}", "\\x", "[[[[[[[[[[[[[[[[[[[[", "-----------", "!!!!!!!!",
			"a?b:c?d:", "((((((((((((", "../../../secret", "C:\\", "/etc/passwd", "..", ".", "rootDir",
			"\"rootDir\": \"..\"", "node_modules", "require('fs')", "import x from 'left-pad';", "import './outside';");

	private final Random random;

	private FuzzedText(long seed) {
		this.random = new Random(seed);
	}

	static String of(long seed, String text) {
		FuzzedText fuzzed = new FuzzedText(seed);
		StringBuilder spoilt = new StringBuilder(text);
		for (int i = 1 + fuzzed.random.nextInt(6); i > 0; i--) {
			fuzzed.spoil(spoilt);
		}
		return spoilt.toString();
	}

	private void spoil(StringBuilder text) {
		int at = this.random.nextInt(text.length() + 1);
		int end = Math.min(text.length(), at + 1 + this.random.nextInt(this.random.nextBoolean() ? 3 : 60));
		switch (this.random.nextInt(6)) {
			case 0 -> text.delete(at, end);
			case 1 -> text.insert(at, text.substring(at, end).repeat(1 + this.random.nextInt(40)));
			case 2 -> text.insert(this.random.nextInt(text.length() + 1), text.substring(at, end));
			case 3 -> text.setLength(at);
			case 4 -> words(text);
			default -> text.insert(at, PIECES.get(this.random.nextInt(PIECES.size())));
		}
	}

	private void words(StringBuilder text) {
		List<String> words = new ArrayList<>(List.of(text.toString().split("(?<=\\W)|(?=\\W)")));
		int one = this.random.nextInt(words.size());
		int other = this.random.nextInt(words.size());
		String word = words.get(one);
		words.set(one, words.get(other));
		words.set(other, word);
		text.setLength(0);
		words.forEach(text::append);
	}

}
