package io.claimflow.token;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The one run of a token request. The server makes the tokens of a request one after the
 * other from the same grant object; the first starts the run, and each takes its share of
 * the outcome, also one that is made anew.
 */
final class TokenRun {

	private static final String ATTRIBUTE = TokenRun.class.getName();

	private final Authentication grant;

	private final @Nullable Workflow workflow;

	private final @Nullable Outcome outcome;

	private final Set<TokenType> applied = EnumSet.noneOf(TokenType.class);

	/**
	 * Creates the record of a run.
	 * @param grant the grant of the request
	 * @param workflow the workflow, or null if none is live
	 * @param outcome what the run ended with, or null if none is live
	 */
	TokenRun(Authentication grant, @Nullable Workflow workflow, @Nullable Outcome outcome) {
		this.grant = grant;
		this.workflow = workflow;
		this.outcome = outcome;
	}

	/** The run that the current request has made for a grant. */
	static Optional<TokenRun> of(Authentication grant) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null
				&& request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof TokenRun run
				&& run.grant == grant) ? Optional.of(run) : Optional.empty();
	}

	/** Keeps this run for the rest of the current request. */
	void keep() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			request.setAttribute(ATTRIBUTE, this, RequestAttributes.SCOPE_REQUEST);
		}
	}

	@Nullable Workflow workflow() {
		return this.workflow;
	}

	@Nullable Outcome outcome() {
		return this.outcome;
	}

	/** A token takes its share. */
	void take(TokenType token) {
		this.applied.add(token);
	}

	boolean taken(TokenType token) {
		return this.applied.contains(token);
	}

}
