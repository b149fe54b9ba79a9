package io.claimflow.spring.token;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Workflow;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * The one run of a token request. The server makes the tokens of a request one after the
 * other; the first starts the run, and each takes its share of the outcome, also one that
 * is made anew. A second token of the same type with other scopes is no part of the run,
 * nor is a token that the run was not told of.
 */
final class TokenRun {

	private static final String ATTRIBUTE = TokenRun.class.getName();

	private static final String UNSIGNED = ATTRIBUTE + ".UNSIGNED";

	private final Grant grant;

	private final @Nullable Workflow workflow;

	private final @Nullable Outcome outcome;

	private final @Nullable IdTokenPreview preview;

	private final Set<TokenType> tokens;

	private final Map<TokenType, Share> shares = new EnumMap<>(TokenType.class);

	/**
	 * Creates the record of a run.
	 * @param context the token that starts the run
	 * @param workflow the workflow
	 * @param tokens the tokens that the run decides about
	 * @param preview what the run was shown of the ID token that is yet to be made, or
	 * null if it was shown none
	 * @param outcome what the run ended with
	 */
	TokenRun(OAuth2TokenContext context, Workflow workflow, Set<TokenType> tokens, @Nullable IdTokenPreview preview,
			Outcome outcome) {
		this.grant = Grant.of(context);
		this.workflow = workflow;
		this.tokens = Set.copyOf(tokens);
		this.preview = preview;
		this.outcome = outcome;
	}

	/** The record of there being no workflow, which stays so for the whole request. */
	TokenRun(OAuth2TokenContext context) {
		this.grant = Grant.of(context);
		this.workflow = null;
		this.tokens = EnumSet.allOf(TokenType.class);
		this.preview = null;
		this.outcome = null;
	}

	/** The last run that the current request has made for the grant of a token. */
	static Optional<TokenRun> of(OAuth2TokenContext context) {
		Grant grant = Grant.of(context);
		return ofRequest().stream().filter((run) -> run.grant.isSame(grant)).reduce((one, later) -> later);
	}

	@SuppressWarnings("unchecked")
	private static List<TokenRun> ofRequest() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		return (request != null
				&& request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof List<?> runs)
						? (List<TokenRun>) runs : List.of();
	}

	/** Keeps this run for the rest of the current request. */
	void keep() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			List<TokenRun> runs = new ArrayList<>(ofRequest());
			runs.add(this);
			request.setAttribute(ATTRIBUTE, runs, RequestAttributes.SCOPE_REQUEST);
		}
	}

	@Nullable Workflow workflow() {
		return this.workflow;
	}

	@Nullable Outcome outcome() {
		return this.outcome;
	}

	/** What the run was shown of the ID token before it was made. */
	Optional<IdTokenPreview> preview() {
		return Optional.ofNullable(this.preview);
	}

	/**
	 * Whether a token is part of this run. Where access was denied, every token is: the
	 * next provider of the same grant is told so as well.
	 */
	boolean serves(TokenType token, OAuth2TokenContext context) {
		if (this.outcome != null && this.outcome.denial().isPresent()) {
			return true;
		}
		Share share = this.shares.get(token);
		return this.tokens.contains(token) && (share == null || share.scopes.equals(context.getAuthorizedScopes()));
	}

	/** A token takes its share; it is signed next. */
	void take(TokenType token, OAuth2TokenContext context) {
		this.shares.put(token, new Share(context.getAuthorizedScopes()));
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request != null) {
			request.setAttribute(UNSIGNED, new Unsigned(this, token), RequestAttributes.SCOPE_REQUEST);
		}
	}

	/**
	 * The token of the current request that has taken its share and was not signed yet,
	 * if there is one. It is signed with this call.
	 */
	static Optional<Unsigned> signed() {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		if (request == null
				|| !(request.getAttribute(UNSIGNED, RequestAttributes.SCOPE_REQUEST) instanceof Unsigned token)) {
			return Optional.empty();
		}
		request.removeAttribute(UNSIGNED, RequestAttributes.SCOPE_REQUEST);
		return Optional.of(token);
	}

	/** The last share that a token of a type has taken: another object each time. */
	@Nullable Object share(TokenType token) {
		return this.shares.get(token);
	}

	/**
	 * What the tokens of a run are made for. It is told by what it says: a provider of
	 * the application's may make a new grant object for each token, or leave it out.
	 *
	 * @param client the client
	 * @param principal the name of whom the tokens are about
	 * @param type how the client asks
	 * @param authorization what it was authorized to, if that is known so far
	 */
	private record Grant(String client, @Nullable String principal, @Nullable AuthorizationGrantType type,
			@Nullable String authorization) {

		static Grant of(OAuth2TokenContext context) {
			Authentication principal = context.getPrincipal();
			OAuth2Authorization authorization = context.getAuthorization();
			return new Grant(context.getRegisteredClient().getId(), (principal != null) ? principal.getName() : null,
					context.getAuthorizationGrantType(), (authorization != null) ? authorization.getId() : null);
		}

		boolean isSame(Grant other) {
			return this.client.equals(other.client) && Objects.equals(this.principal, other.principal)
					&& Objects.equals(this.type, other.type) && (this.authorization == null
							|| other.authorization == null || this.authorization.equals(other.authorization));
		}

	}

	/**
	 * A token that has its claims.
	 *
	 * @param run the run that it has taken its share of
	 * @param type which of the run's tokens it is
	 */
	record Unsigned(TokenRun run, TokenType type) {

	}

	/** What a token has taken; it is known by its identity. */
	private static final class Share {

		private final Set<String> scopes;

		Share(Set<String> scopes) {
			this.scopes = Set.copyOf(scopes);
		}

	}

}
