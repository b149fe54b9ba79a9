package io.claimflow;

import java.util.Optional;

/**
 * Where {@code kinde.localization} takes its texts from.
 */
@FunctionalInterface
public interface Localization {

	/**
	 * A text in the language of whoever the calling thread serves.
	 * @param key the text's key
	 * @return the text, or empty if there is none of that key
	 */
	Optional<String> get(String key);

}
