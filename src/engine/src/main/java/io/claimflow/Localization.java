package io.claimflow;

import java.util.Optional;

/**
 * Where {@code kinde.localization} takes its texts from.
 */
@FunctionalInterface
public interface Localization {

	/**
	 * The texts in the language of whoever the calling thread serves. Asked for when a
	 * run is asked for; the texts are read on another thread.
	 */
	Texts texts();

	/** Texts in one language. */
	@FunctionalInterface
	interface Texts {

		/**
		 * A text.
		 * @param key the text's key
		 * @return the text, or empty if there is none of that key
		 */
		Optional<String> get(String key);

	}

}
