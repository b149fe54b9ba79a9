package io.claimflow.spring.token;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.FailurePolicy;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.authorization.StoredClaims;
import io.claimflow.spring.authorization.WholeNumber;
import io.claimflow.spring.run.WorkflowRuns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimsContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Runs the workflows of {@code user:tokens_generation} and {@code m2m:token_generation}
 * as token customizers. An application whose own {@code OAuth2TokenGenerator} is none of
 * Spring's gives these customizers to the generators that it builds.
 */
public final class TokenWorkflows {

	private static final Logger logger = LoggerFactory.getLogger(TokenWorkflows.class);

	private final WorkflowRuns runs;

	private final TokenEventFactory events;

	private final TokenRefusal refusal;

	private final DeniedGrants deniedGrants;

	private final ApiTokens apiTokens;

	private final StoredClaims storedClaims;

	private volatile boolean used;

	TokenWorkflows(WorkflowRuns runs, TokenEventFactory events, TokenRefusal refusal, DeniedGrants deniedGrants,
			ApiTokens apiTokens, StoredClaims storedClaims) {
		this.runs = runs;
		this.events = events;
		this.refusal = refusal;
		this.deniedGrants = deniedGrants;
		this.apiTokens = apiTokens;
		this.storedClaims = storedClaims;
	}

	/**
	 * The customizer for JWT access tokens and ID tokens.
	 * @param application the application's own customizer, which runs first, or null
	 */
	public OAuth2TokenCustomizer<JwtEncodingContext> jwtCustomizer(
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> application) {
		this.used = true;
		return new WorkflowCustomizer<>(application,
				(context) -> customize(context, context.getClaims()::claims, new IdTokenPreview(application)));
	}

	/**
	 * The customizer for opaque access tokens.
	 * @param application the application's own customizer, which runs first, or null
	 * @param idTokens the application's own customizer of the ID tokens that go with
	 * them, or null
	 */
	public OAuth2TokenCustomizer<OAuth2TokenClaimsContext> accessTokenCustomizer(
			@Nullable OAuth2TokenCustomizer<OAuth2TokenClaimsContext> application,
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> idTokens) {
		this.used = true;
		return new WorkflowCustomizer<>(application,
				(context) -> customize(context, context.getClaims()::claims, new IdTokenPreview(idTokens)));
	}

	/** Whether anyone has asked for a customizer. */
	boolean used() {
		return this.used;
	}

	private void customize(OAuth2TokenContext context, Consumer<Consumer<Map<String, Object>>> claims,
			IdTokenPreview idToken) {
		TokenTrigger.of(context).ifPresent((moment) -> customize(moment, context, claims, idToken));
	}

	private void customize(TokenTrigger moment, OAuth2TokenContext context,
			Consumer<Consumer<Map<String, Object>>> claims, IdTokenPreview idToken) {
		TokenType token = moment.token();
		if (this.apiTokens.requested(context)) {
			TokenRun none = new TokenRun(context);
			none.take(token, context);
			none.keep();
			claims.accept((map) -> {
				this.apiTokens.shape(context, map);
				WholeNumber.replaceIn(map);
			});
			return;
		}
		TokenRun run = TokenRun.of(context).filter((kept) -> kept.serves(token, context)).orElseGet(() -> {
			TokenRun made = run(moment, context, claims, idToken);
			made.keep();
			return made;
		});
		run.take(token, context);
		Outcome outcome = run.outcome();
		if (outcome != null && run.workflow() != null) {
			refuse(context, run.workflow(), outcome);
			claims.accept((map) -> JavaClaims.apply(outcome.effects(), token, map));
		}
		claims.accept(this.apiTokens::keepApart);
		claims.accept(WholeNumber::replaceIn);
		if (outcome != null && run.workflow() != null) {
			Workflow workflow = run.workflow();
			claims.accept((map) -> this.storedClaims.check(context.getRegisteredClient(), workflow.id(),
					JavaClaims.set(outcome.effects(), token, map)));
		}
	}

	private TokenRun run(TokenTrigger moment, OAuth2TokenContext context,
			Consumer<Consumer<Map<String, Object>>> claims, IdTokenPreview idToken) {
		Optional<DeployedWorkflow> workflow = this.runs.workflow(moment.trigger());
		if (workflow.isEmpty()) {
			return new TokenRun(context);
		}
		Map<String, Object> own = new LinkedHashMap<>();
		claims.accept((map) -> own.putAll(JavaClaims.toJson(map)));
		Claims before = Claims.of(moment.token(), own);
		if (moment.token() == TokenType.ACCESS_TOKEN) {
			Optional<Map<String, Object>> following = idToken.claims(context);
			before = following.isPresent() ? before.and(TokenType.ID_TOKEN, following.get()) : before;
		}
		for (TokenType token : before.tokens().keySet()) {
			before = before.knowing(token, KnownClaims.of(token, context));
		}
		Outcome outcome = this.runs.run(workflow.get(), event(moment, context, own), before);
		return new TokenRun(context, workflow.get().workflow(), before.tokens().keySet(), outcome);
	}

	/**
	 * The token endpoint answers no exceptions but this one: any other would lead the
	 * client to an error page, or to the login.
	 */
	private Event event(TokenTrigger moment, OAuth2TokenContext context, Map<String, Object> claims) {
		try {
			return this.events.create(moment.trigger(), context, claims);
		}
		catch (OAuth2AuthenticationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("The application's TokenEventDetails failed, so no token was issued", ex);
			throw this.refusal.undescribed();
		}
	}

	private void refuse(OAuth2TokenContext context, Workflow workflow, Outcome outcome) {
		Optional<Effect.DenyAccess> denial = outcome.denial();
		if (denial.isPresent()) {
			OAuth2Authorization authorization = context.getAuthorization();
			if (authorization != null) {
				this.deniedGrants.useUp(authorization, context.getAuthorizationGrantType());
			}
			throw this.refusal.denied(denial.get(), outcome.runId());
		}
		if (outcome.status() == Outcome.Status.FAILED && workflow.failurePolicy() == FailurePolicy.STOP) {
			throw this.refusal.failed(outcome.runId());
		}
	}

	/** Whether a workflow is live for a token. */
	boolean concerns(OAuth2TokenContext context) {
		return TokenTrigger.of(context).flatMap((moment) -> this.runs.workflow(moment.trigger())).isPresent();
	}

	/**
	 * The last share of a run that a token of the current request has taken, or null if
	 * none has.
	 * @param context a token of the same type
	 */
	@Nullable Object lastShare(OAuth2TokenContext context) {
		return TokenTrigger.of(context)
			.flatMap((moment) -> TokenRun.of(context).map((run) -> run.share(moment.token())))
			.orElse(null);
	}

	/**
	 * A customizer that ends with a workflow.
	 *
	 * @param application what the application does first, or null
	 * @param workflow runs the workflow
	 */
	record WorkflowCustomizer<C extends OAuth2TokenContext>(@Nullable OAuth2TokenCustomizer<C> application,
			OAuth2TokenCustomizer<C> workflow) implements OAuth2TokenCustomizer<C> {

		@Override
		public void customize(C context) {
			if (this.application != null) {
				this.application.customize(context);
			}
			this.workflow.customize(context);
		}

	}

}
