package io.claimflow.management;

/**
 * Something by which a user is known at a sign-in.
 *
 * @param type {@code email}, {@code username} or {@code phone}
 * @param identity the address, name or number
 */
public record UserIdentity(String type, String identity) {

	/** What a log may show. */
	@Override
	public String toString() {
		return "UserIdentity[type=" + this.type + "]";
	}

}
