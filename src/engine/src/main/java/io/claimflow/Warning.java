package io.claimflow;

import java.util.Optional;

/**
 * Something that was ignored, or is worth a look. It holds names, never a claim's value.
 *
 * @param kind what it is about
 * @param token the token it is about, if it is about one
 * @param claim the claim it is about, if it is about one
 * @param location where in the author's source, if it is about a place there
 * @param message what was found and what to do
 */
public record Warning(Kind kind, Optional<TokenType> token, Optional<String> claim, Optional<SourceLocation> location,
		String message) {

	/** A warning that is about no place in the author's source. */
	public Warning(Kind kind, Optional<TokenType> token, Optional<String> claim, String message) {
		this(kind, token, claim, Optional.empty(), message);
	}

	/** What a warning is about. */
	public enum Kind {

		/** A protected claim was to be changed; it was not. */
		PROTECTED_CLAIM,
		/** The custom claims of a token, or the signed token, are large. */
		TOKEN_SIZE,
		/** A number in a claim is another one to JavaScript. */
		INEXACT_NUMBER,
		/** The function did not wait for calls that it had begun. */
		FLOATING_PROMISE,
		/** A call failed that nobody waited for. */
		FAILED_CALL,
		/** A server sent more than its answer. */
		SURPLUS_ANSWER,
		/** A management call was answered with an error. */
		REFUSED_CALL,
		/** A call was made with an option that there is not. */
		UNKNOWN_OPTION,
		/** A server answered with text where JSON was expected. */
		TEXT_ANSWER,
		/** Log lines were dropped. */
		LOG_LIMIT,
		/** Effects were dropped. */
		EFFECT_LIMIT

	}

}
