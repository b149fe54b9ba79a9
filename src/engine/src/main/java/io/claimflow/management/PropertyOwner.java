package io.claimflow.management;

import java.util.Locale;

/**
 * What has properties.
 */
public enum PropertyOwner {

	/** A user, by the value of {@code context.user.id}. */
	USER,

	/** An application, by the client identifier. */
	APPLICATION,

	/** An organization, by its code. */
	ORGANIZATION;

	/** The word for it in paths and scopes. */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
