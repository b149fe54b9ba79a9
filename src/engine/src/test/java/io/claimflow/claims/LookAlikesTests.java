package io.claimflow.claims;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.claimflow.TokenType;
import org.graalvm.shadowed.com.ibm.icu.text.SpoofChecker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares what is taken for a letter with what the ICU takes for it, which comes with
 * the script engine.
 */
class LookAlikesTests {

	private static final SpoofChecker UNICODE = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

	@Test
	void everyCharacterThatUnicodeTakesForALetterIsTakenForIt() {
		List<String> missed = new ArrayList<>();
		int taken = 0;
		for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
			String letter = letter(c);
			// What is written with letters, such as a Roman numeral, is read as those
			if (letter != null && !isWrittenWithLetters(c)) {
				taken++;
				if (!LookAlikes.match(ProtectedClaims.seen(Character.toString(c)), letter)) {
					missed.add("U+%04X for %s".formatted(c, letter));
				}
			}
		}
		assertThat(taken).isGreaterThan(500);
		assertThat(missed).isEmpty();
	}

	private static String letter(int c) {
		if (!Character.isDefined(c) || Character.getType(c) == Character.SURROGATE) {
			return null;
		}
		String skeleton = UNICODE.getSkeleton(Character.toString(c));
		return skeleton.matches("[a-zA-Z_]") ? skeleton.toLowerCase(Locale.ROOT) : null;
	}

	private static boolean isWrittenWithLetters(int c) {
		int[] seen = ProtectedClaims.seen(Character.toString(c));
		return seen.length == 0 || seen[0] < 0x80;
	}

	@Test
	void eachLetterOfAProtectedNameCanBeTheOneThatIsAnother() {
		for (TokenType token : TokenType.values()) {
			for (String name : ProtectedClaims.names(token)) {
				for (int i = 0; i < name.length(); i++) {
					for (String other : Set.of("\u0430", "\u0501", "\u0435", "\u0456", "\u03bf", "\u0455", "\u04bb")) {
						String seen = name.substring(0, i) + other + name.substring(i + 1);
						if (letter(other.codePointAt(0)).equals(name.substring(i, i + 1))) {
							assertThat(ProtectedClaims.contains(token, seen, Map.of())).as(seen).isTrue();
						}
					}
				}
			}
		}
	}

}
