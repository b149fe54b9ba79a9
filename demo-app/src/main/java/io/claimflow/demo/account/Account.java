package io.claimflow.demo.account;

import org.jspecify.annotations.Nullable;

/**
 * The account of somebody who signs in here.
 *
 * @param name the email address, in lower case
 * @param displayName the user's name for people, or null if it is not known
 * @param encodedPassword the password, encoded
 */
public record Account(String name, @Nullable String displayName, String encodedPassword) {

	@Override
	public String toString() {
		return "Account";
	}

}
