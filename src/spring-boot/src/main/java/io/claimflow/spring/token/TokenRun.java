package io.claimflow.spring.token;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The one run of a token request. The server makes the tokens of a request one after the
 * other from the same grant object; the first starts the run, and each takes its share of
 * the outcome, also one that is made anew. A second token of the same type with other
 * scopes is no part of the run, nor is a token that the run was not told of.
 */
final class TokenRun {

	private static final String ATTRIBUTE = TokenRun.class.getName();

	private final @Nullable Authentication grant;

	private final @Nullable Workflow workflow;

	private final @Nullable Outcome outcome;

	private final Set<TokenType> tokens;

	private final Map<TokenType, Share> shares = new EnumMap<>(TokenType.class);

	/**
	 * Creates the record of a run.
	 * @param context the token that starts the run
	 * @param workflow the workflow
	 * @param tokens the tokens that the run was told of
	 * @param outcome what the run ended with
	 */
	TokenRun(OAuth2TokenContext context, Workflow workflow, Set<TokenType> tokens, Outcome outcome) {
		this.grant = grant(context);
		this.workflow = workflow;
		this.tokens = Set.copyOf(tokens);
		this.outcome = outcome;
	}

	/** The record of there being no workflow, which stays so for the whole request. */
	TokenRun(OAuth2TokenContext context) {
		this.grant = grant(context);
		this.workflow = null;
		this.tokens = EnumSet.allOf(TokenType.class);
		this.outcome = null;
	}

	/** The last run that the current request has made for the grant of a token. */
	static Optional<TokenRun> of(OAuth2TokenContext context) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null
				&& request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof TokenRun run
				&& run.grant == grant(context)) ? Optional.of(run) : Optional.empty();
	}

	/** A provider of the application's may leave the grant out. */
	private static @Nullable Authentication grant(OAuth2TokenContext context) {
		Authentication grant = context.getAuthorizationGrant();
		return (grant != null) ? grant : context.getPrincipal();
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

	/** Whether a token is part of this run. */
	boolean serves(TokenType token, OAuth2TokenContext context) {
		Share share = this.shares.get(token);
		return this.tokens.contains(token) && (share == null || share.scopes.equals(context.getAuthorizedScopes()));
	}

	/** A token takes its share. */
	void take(TokenType token, OAuth2TokenContext context) {
		this.shares.put(token, new Share(context.getAuthorizedScopes()));
	}

	/** The last share that a token of a type has taken: another object each time. */
	@Nullable Object share(TokenType token) {
		return this.shares.get(token);
	}

	/** What a token has taken; it is known by its identity. */
	private static final class Share {

		private final Set<String> scopes;

		Share(Set<String> scopes) {
			this.scopes = Set.copyOf(scopes);
		}

	}

}
