package io.claimflow.spring.password;

import org.jspecify.annotations.Nullable;

/**
 * A password that a user has chosen.
 *
 * @param first what was typed first
 * @param second what was typed to confirm it; the same as the first where a form asks
 * once
 * @param reason why it was chosen
 * @param userId the identifier of the user, or null if there is none yet
 * @param email the address of the user, or null if it is not known
 */
public record NewPassword(String first, String second, Reason reason, @Nullable String userId, @Nullable String email) {

	/**
	 * The first password of a user who signs up.
	 */
	public static NewPassword initial(@Nullable String email, String first, String second) {
		return new NewPassword(first, second, Reason.INITIAL, null, email);
	}

	/**
	 * A password in the place of another, forgotten or not.
	 */
	public static NewPassword reset(String userId, @Nullable String email, String first, String second) {
		return new NewPassword(first, second, Reason.RESET, userId, email);
	}

	/** Tells the reason, and keeps the rest out of logs. */
	@Override
	public String toString() {
		return "NewPassword[reason=" + this.reason + "]";
	}

	/** Why a password was chosen. */
	public enum Reason {

		/** The user signs up. */
		INITIAL,

		/** The user has had a password before. */
		RESET

	}

}
