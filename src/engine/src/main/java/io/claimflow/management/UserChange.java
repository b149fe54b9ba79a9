package io.claimflow.management;

import java.util.Optional;

/**
 * A change to a user. What is empty stays as it is.
 *
 * @param firstName the given name
 * @param lastName the family name
 * @param picture the URL of a picture
 * @param providedId the user's identifier in another system
 * @param suspended whether the user cannot sign in
 */
public record UserChange(Optional<String> firstName, Optional<String> lastName, Optional<String> picture,
		Optional<String> providedId, Optional<Boolean> suspended) {

	/** What a log may show. */
	@Override
	public String toString() {
		return "UserChange";
	}

}
