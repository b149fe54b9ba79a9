package io.claimflow;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a run asks for. Effects are data: whoever started the run applies them.
 */
public sealed interface Effect {

	/**
	 * Sets a claim, in place of the one it replaces if there is one.
	 *
	 * @param token the token that carries the claim
	 * @param name the claim's name
	 * @param value the claim's value as JSON types ({@code String}, {@code Boolean},
	 * {@code Integer}, {@code Long}, {@code Double}, {@code ArrayList},
	 * {@code LinkedHashMap}, null)
	 */
	record SetClaim(TokenType token, String name, @Nullable Object value) implements Effect {

		/** Names the claim and keeps its value out of logs. */
		@Override
		public String toString() {
			return "SetClaim[token=" + this.token + ", name=" + this.name + "]";
		}

	}

	/**
	 * Removes a claim.
	 *
	 * @param token the token that carries the claim
	 * @param name the claim's name
	 */
	record RemoveClaim(TokenType token, String name) implements Effect {

	}

	/**
	 * Denies access.
	 *
	 * @param reason the workflow's words; they may go to the client
	 */
	record DenyAccess(String reason) implements Effect {

	}

}
