package io.claimflow;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a run asks for. Effects are data: whoever started the run applies them.
 * Their words are the workflow's, which may hold a claim's value or a password; the text
 * form of an effect shows none of them.
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
	 * Refuses what the trigger is about. It wins over every other effect, and stands
	 * whatever happens after it.
	 */
	sealed interface Denial extends Effect {

		/** The workflow's words to the user or the client; they may be empty. */
		String reason();

	}

	/**
	 * Denies access.
	 *
	 * @param reason the workflow's words; they may go to the client
	 */
	record DenyAccess(String reason) implements Denial {

		@Override
		public String toString() {
			return "DenyAccess";
		}

	}

	/**
	 * Refuses the selection of a plan.
	 *
	 * @param message the workflow's words to the user
	 * @param reasons a list to show below the message; it may be empty
	 */
	record DenyPlanSelection(String message, List<String> reasons) implements Denial {

		public DenyPlanSelection {
			reasons = List.copyOf(reasons);
		}

		/** The message. */
		@Override
		public String reason() {
			return this.message;
		}

		@Override
		public String toString() {
			return "DenyPlanSelection";
		}

	}

	/**
	 * Refuses the end of a plan.
	 *
	 * @param reason the workflow's words to the user
	 */
	record DenyPlanCancellation(String reason) implements Denial {

		@Override
		public String toString() {
			return "DenyPlanCancellation";
		}

	}

	/**
	 * Refuses a form, and says why at one of its fields. A field can have several of
	 * them, each with other words.
	 *
	 * @param field the field's name, such as {@code p_password}
	 * @param message the workflow's words to the user
	 */
	record InvalidateFormField(String field, String message) implements Effect {

		/** Names the field and keeps the message out of logs. */
		@Override
		public String toString() {
			return "InvalidateFormField[field=" + this.field + "]";
		}

	}

	/**
	 * Says whether this sign-in needs a second factor.
	 *
	 * @param policy what the workflow asks for
	 */
	record SetMfaPolicy(MfaPolicy policy) implements Effect {

	}

}
