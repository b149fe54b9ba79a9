package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a user. Everything may be missing.
 *
 * @param email the preferred email address
 * @param username the name that the user has chosen
 * @param phone the phone number
 * @param firstName the given name
 * @param lastName the family name
 * @param picture the URL of a picture
 * @param providedId the user's identifier in another system
 */
public record UserProfile(@Nullable String email, @Nullable String username, @Nullable String phone,
		@Nullable String firstName, @Nullable String lastName, @Nullable String picture, @Nullable String providedId) {

	/** Nothing but an email address. */
	public static UserProfile ofEmail(String email) {
		return new UserProfile(email, null, null, null, null, null, null);
	}

	/** What a log may show. */
	@Override
	public String toString() {
		return "UserProfile";
	}

}
