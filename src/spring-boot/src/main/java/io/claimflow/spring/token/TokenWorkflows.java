package io.claimflow.spring.token;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.authorization.JavaClaims;
import io.claimflow.spring.authorization.StoredClaims;
import io.claimflow.spring.authorization.WholeNumber;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.deployment.InvalidPreviewException;
import io.claimflow.spring.deployment.LostDeploymentException;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.support.OwnTokens;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
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

	private final DeploymentPins pins;

	private final TokenEventFactory events;

	private final TokenRefusal refusal;

	private final DeniedGrants deniedGrants;

	private final OwnTokenRules ownTokens;

	private final StoredClaims storedClaims;

	private final int sizeWarning;

	private final int sizeLimit;

	private final CustomizerNames names;

	private final Sessions sessions = new Sessions();

	private volatile boolean used;

	TokenWorkflows(WorkflowRuns runs, DeploymentPins pins, TokenEventFactory events, TokenProperties properties,
			DeniedGrants deniedGrants, OwnTokenRules ownTokens, StoredClaims storedClaims, CustomizerNames names) {
		this.runs = runs;
		this.pins = pins;
		this.events = events;
		this.sizeWarning = properties.warningBytes();
		this.sizeLimit = properties.maximumBytes();
		this.refusal = new TokenRefusal(properties.deniedError());
		this.deniedGrants = deniedGrants;
		this.ownTokens = ownTokens;
		this.storedClaims = storedClaims;
		this.names = names;
	}

	/** Where the sessions are that ID tokens name. */
	Sessions sessions() {
		return this.sessions;
	}

	/**
	 * The customizer for JWT access tokens and ID tokens.
	 * @param application the application's own customizer, which runs first, or null
	 */
	public OAuth2TokenCustomizer<JwtEncodingContext> jwtCustomizer(
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> application) {
		this.used = true;
		return new WorkflowCustomizer<>(application,
				(context) -> customize(context, context.getClaims()::claims, application));
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
				(context) -> customize(context, context.getClaims()::claims, idTokens));
	}

	/** Whether anyone has asked for a customizer. */
	boolean used() {
		return this.used;
	}

	private void customize(OAuth2TokenContext context, Consumer<Consumer<Map<String, Object>>> claims,
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> idTokens) {
		TokenTrigger.of(context).ifPresent((moment) -> customize(moment, context, claims, idTokens));
	}

	private void customize(TokenTrigger moment, OAuth2TokenContext context,
			Consumer<Consumer<Map<String, Object>>> claims,
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> idTokens) {
		TokenType token = moment.token();
		Optional<OwnTokens> own = this.ownTokens.requested(context);
		if (own.isPresent()) {
			TokenRun none = new TokenRun(context);
			none.take(token, context);
			none.keep();
			claims.accept((map) -> {
				this.ownTokens.shape(own.get(), context, map);
				WholeNumber.replaceIn(map);
			});
			return;
		}
		TokenRun run = TokenRun.of(context).filter((kept) -> kept.serves(token, context)).orElseGet(() -> {
			TokenRun made = run(moment, context, claims, idTokens);
			made.keep();
			return made;
		});
		run.take(token, context);
		Outcome outcome = run.outcome();
		Workflow workflow = run.workflow();
		if (outcome != null && workflow != null) {
			refuse(context, workflow, outcome);
			if (outcome.status() == Outcome.Status.COMPLETED) {
				claims.accept((map) -> apply(run, workflow, outcome, token, map));
			}
		}
		claims.accept(this.ownTokens::keepApart);
		claims.accept(WholeNumber::replaceIn);
		if (outcome != null && workflow != null) {
			claims.accept((map) -> this.storedClaims.check(context.getRegisteredClient(), workflow.id(),
					JavaClaims.set(outcome.effects(), token, map)));
		}
	}

	private void apply(TokenRun run, Workflow workflow, Outcome outcome, TokenType token, Map<String, Object> claims) {
		boolean reset = Boolean.TRUE
			.equals(workflow.bindings().getOrDefault(token.binding(), Map.of()).get("resetClaims"));
		if (token == TokenType.ID_TOKEN) {
			run.preview().ifPresent((preview) -> compare(workflow, preview, reset, claims));
		}
		JavaClaims.apply(outcome.effects(), token, reset, claims);
	}

	/** A token that is not what its workflow decided by is not issued. */
	private void compare(Workflow workflow, IdTokenPreview preview, boolean reset, Map<String, Object> made) {
		Set<String> differences = preview(workflow, preview.application(),
				() -> preview.differences(JavaClaims.toJson(made), reset));
		if (!differences.isEmpty()) {
			logger.error("{} made claims of an ID token otherwise than before the access token was made, which is when"
					+ " the workflow {} saw them, so no token was issued: {}. Make them from what is known by then: at"
					+ " first, the access token of the authorization is a stand-in with the claims that it has before"
					+ " the workflow", this.names.of(preview.application()), workflow.id(),
					String.join(", ", differences));
			throw this.refusal.undescribed();
		}
	}

	private <T> T preview(Workflow workflow, @Nullable OAuth2TokenCustomizer<JwtEncodingContext> idTokens,
			Supplier<T> make) {
		try {
			return make.get();
		}
		catch (OAuth2AuthenticationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger
				.error("{} failed for an ID token before the access token was made, which is when the workflow {} sees"
						+ " its claims, so no token was issued", this.names.of(idTokens), workflow.id(), ex);
			throw this.refusal.undescribed();
		}
	}

	private TokenRun run(TokenTrigger moment, OAuth2TokenContext context,
			Consumer<Consumer<Map<String, Object>>> claims,
			@Nullable OAuth2TokenCustomizer<JwtEncodingContext> idTokens) {
		DeployedWorkflow deployed = workflow(moment, context).orElse(null);
		if (deployed == null) {
			return new TokenRun(context);
		}
		OAuth2Authorization authorization = context.getAuthorization();
		if (authorization != null) {
			this.deniedGrants.begin(authorization, context.getAuthorizationGrantType());
		}
		Workflow workflow = deployed.workflow();
		Map<String, Object> made = new LinkedHashMap<>();
		claims.accept(made::putAll);
		Map<String, Object> own = JavaClaims.toJson(made);
		Claims before = Claims.of(moment.token(), own);
		Set<TokenType> tokens = EnumSet.of(moment.token());
		IdTokenPreview preview = null;
		if (moment.token() == TokenType.ACCESS_TOKEN && IdTokenPreview.follows(context)) {
			tokens.add(TokenType.ID_TOKEN);
			if (workflow.bindings().containsKey(TokenType.ID_TOKEN.binding())) {
				preview = preview(workflow, idTokens,
						() -> new IdTokenPreview(idTokens, context, made, () -> this.sessions.of(context)));
				before = before.and(TokenType.ID_TOKEN, preview.claims());
			}
		}
		for (TokenType token : before.tokens().keySet()) {
			before = before.knowing(token, KnownClaims.of(token, context));
		}
		Outcome outcome = this.runs.run(deployed, event(moment, context, own), before);
		return new TokenRun(context, workflow, tokens, preview, outcome);
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
		Verdict verdict = outcome.verdict(workflow.failurePolicy());
		if (verdict instanceof Verdict.Denied denied) {
			OAuth2Authorization authorization = context.getAuthorization();
			if (authorization != null) {
				this.deniedGrants.useUp(authorization, context.getAuthorizationGrantType());
			}
			throw this.refusal.denied(denied);
		}
		if (verdict instanceof Verdict.Failed failed) {
			throw this.refusal.failed(failed.runId());
		}
	}

	/**
	 * Judges the size of a token that a workflow has shaped.
	 * @param token the token, signed
	 * @throws OAuth2AuthenticationException if it is larger than a token may be
	 */
	void checkSize(Jwt token) {
		TokenRun.signed().ifPresent((signed) -> {
			Workflow workflow = signed.run().workflow();
			Outcome outcome = signed.run().outcome();
			int size = token.getTokenValue().length();
			if (workflow == null || outcome == null || size <= this.sizeWarning) {
				return;
			}
			String found = "The token of %s takes %d bytes now that it is signed".formatted(signed.type().binding(),
					size);
			if (size > this.sizeLimit) {
				logger.error("{}, more than the {} of claimflow.token.size-limit, so it was not issued; set fewer or"
						+ " smaller claims in the workflow {}", found, this.sizeLimit, workflow.id());
				throw this.refusal.failed(outcome.runId());
			}
			this.runs.warn(workflow, outcome,
					new Warning(Warning.Kind.TOKEN_SIZE, Optional.of(signed.type()), Optional.of("signed"),
							found + "; Tomcat and other servers take 8 KB for all headers of a request"
									+ " unless they are told otherwise, so set fewer or smaller claims"));
		});
	}

	private Optional<DeployedWorkflow> workflow(TokenTrigger moment, OAuth2TokenContext context) {
		try {
			return this.pins
				.of(context.getAuthorization(), context.getAuthorizationGrantType(),
						context.getRegisteredClient().getClientId())
				.flatMap((deployment) -> deployment.workflow(moment.trigger()));
		}
		catch (LostDeploymentException ex) {
			throw this.refusal.undescribed();
		}
		catch (InvalidPreviewException ex) {
			logger.warn("The client {} asked for a preview, and was refused: {}",
					context.getRegisteredClient().getClientId(), ex.getMessage());
			throw this.refusal.preview(ex);
		}
	}

	/** Whether a workflow runs for a token. */
	boolean concerns(OAuth2TokenContext context) {
		return TokenTrigger.of(context).flatMap((moment) -> workflow(moment, context)).isPresent();
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
