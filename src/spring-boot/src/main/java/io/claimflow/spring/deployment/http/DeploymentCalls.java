package io.claimflow.spring.deployment.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;

import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.ConfirmationNeededException;
import io.claimflow.spring.deployment.store.DeploymentConflictException;
import io.claimflow.spring.deployment.store.DeploymentException;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.deployment.store.LiveState;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.deployment.store.RefusedDeploymentException;
import io.claimflow.spring.deployment.store.Stored;
import io.claimflow.spring.deployment.store.StoredDeployment;
import io.claimflow.spring.deployment.store.UnknownDeploymentException;
import io.claimflow.spring.http.CallBodies;
import io.claimflow.spring.http.CallResponses;
import io.claimflow.spring.http.Caller;
import io.claimflow.spring.http.GuardedCalls;
import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.jdbc.DatabaseFailures;
import io.claimflow.spring.jdbc.VariableHistory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The calls about deployments, as {@code openapi.json} describes them.
 */
final class DeploymentCalls {

	/** The paths of all calls. */
	static final String[] PATHS = { "/claimflow/deployments", "/claimflow/deployments/**", "/claimflow/live",
			"/claimflow/live/**", "/claimflow/previews", "/claimflow/previews/**", "/claimflow/nodes",
			"/claimflow/variables/history", "/claimflow/openapi.json" };

	/** The same as a servlet is mapped to them. */
	static final String[] MAPPINGS = { "/claimflow/deployments", "/claimflow/deployments/*", "/claimflow/live",
			"/claimflow/live/*", "/claimflow/previews", "/claimflow/previews/*", "/claimflow/nodes",
			"/claimflow/variables/history", "/claimflow/openapi.json" };

	private static final Logger logger = LoggerFactory.getLogger(DeploymentCalls.class);

	/** More than any body but an upload has. */
	private static final int BODY = 16 * 1024;

	private final DeploymentStore store;

	private final VariableHistory variables;

	private final Uploads uploads;

	private final Semaphore permits;

	private final GuardedCalls guard;

	DeploymentCalls(DeploymentStore store, VariableHistory variables, Uploads uploads, HttpProperties properties) {
		this.store = store;
		this.variables = variables;
		this.uploads = uploads;
		this.permits = new Semaphore(properties.uploads());
		this.guard = new GuardedCalls("claimflow.deployments.http", properties.callsPerMinute(),
				DeploymentCalls::failed);
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.POST("/claimflow/deployments", call(DeploymentScopes.DEPLOY, this::push))
			.GET("/claimflow/deployments", call(DeploymentScopes.READ, this::list))
			.GET("/claimflow/deployments/{number}", call(DeploymentScopes.READ, this::find))
			.GET("/claimflow/deployments/{number}/artifact", call(DeploymentScopes.READ, this::artifact))
			.POST("/claimflow/deployments/{number}/previews", call(DeploymentScopes.DEPLOY, this::preview))
			.GET("/claimflow/live", call(DeploymentScopes.READ, (caller, request) -> live(this.store.live())))
			.PUT("/claimflow/live", call(DeploymentScopes.DEPLOY, this::makeLive))
			.POST("/claimflow/live/rollback", call(DeploymentScopes.DEPLOY, this::rollBack))
			.PUT("/claimflow/live/workflows/{id}", call(DeploymentScopes.DEPLOY, this::activate))
			.GET("/claimflow/live/history", call(DeploymentScopes.READ, this::history))
			.GET("/claimflow/previews", call(DeploymentScopes.READ, this::previews))
			.DELETE("/claimflow/previews/{number}", call(DeploymentScopes.DEPLOY, this::revokePreview))
			.GET("/claimflow/nodes",
					call(DeploymentScopes.READ,
							(caller, request) -> ok(this.store.nodes().stream().map(Responses::node).toList())))
			.GET("/claimflow/variables/history", call(DeploymentScopes.READ, this::variableHistory))
			.GET("/claimflow/openapi.json",
					call(DeploymentScopes.READ, (caller, request) -> CallBodies.openApi(DeploymentCalls.class)))
			.build();
	}

	private HandlerFunction<ServerResponse> call(String scope, GuardedCalls.Call call) {
		return this.guard.with(scope, call);
	}

	private static @Nullable RefusedCallException failed(RuntimeException ex, ServerRequest request) {
		if (ex instanceof IllegalArgumentException) {
			return new RefusedCallException(400, "Bad request", String.valueOf(ex.getMessage()));
		}
		return (ex instanceof DeploymentException failure) ? refused(failure, request) : null;
	}

	private static RefusedCallException refused(DeploymentException ex, ServerRequest request) {
		String detail = String.valueOf(ex.getMessage());
		if (ex instanceof ConfirmationNeededException needed) {
			return new RefusedCallException(409, "Confirmation needed", detail,
					Map.of("consequences", Responses.consequences(needed.consequences())));
		}
		if (ex instanceof DeploymentConflictException conflict) {
			return new RefusedCallException(ifMatch(request).isPresent() ? 412 : 409, "Changed meanwhile", detail,
					Map.of("live", Responses.live(conflict.live())));
		}
		if (ex instanceof UnknownDeploymentException) {
			return new RefusedCallException(404, "Not found", detail);
		}
		if (ex instanceof RefusedDeploymentException refused) {
			return new RefusedCallException(422, "Refused", detail,
					Map.of("problems", Responses.problems(refused.problems())));
		}
		logger.error("{} {} failed", request.method(), request.path(), ex);
		return (ex instanceof DeploymentStoreException) ? new RefusedCallException(503, "Database unavailable", detail)
				: new RefusedCallException(409, "Tampered with", detail);
	}

	private ServerResponse push(Caller caller, ServerRequest request) {
		CallBodies.requireType(request, MediaType.parseMediaType("application/zip"));
		boolean live = flag(request, "live");
		Change change = change(caller, text(request, "message").orElse(""), request, flag(request, "confirm"));
		if (!this.permits.tryAcquire()) {
			throw new RefusedCallException(429, "Too many uploads",
					"As many uploads as claimflow.deployments.http.uploads are under way; try again later");
		}
		BuiltArtifact artifact;
		try {
			artifact = this.uploads.read(request.servletRequest());
		}
		finally {
			this.permits.release();
		}
		Optional<String> promotedFrom = text(request, "promotedFrom");
		Stored stored = this.store.store(artifact,
				new Provenance(promotedFrom.isPresent() ? DeploymentSource.PROMOTED : DeploymentSource.PUSH,
						caller.name(), text(request, "commit"), text(request, "author"), text(request, "message"),
						promotedFrom));
		StoredDeployment deployment = stored.deployment();
		if (deployment.state() == DeploymentState.REFUSED) {
			throw new RefusedCallException(422, "Refused",
					"Deployment %d was refused before".formatted(deployment.number()),
					Map.of("number", deployment.number(), "problems", Responses.problems(deployment.problems())));
		}
		Map<String, Object> body = new LinkedHashMap<>(Responses.deployment(deployment));
		if (live) {
			LiveState changed = makeLive(deployment.number(), change);
			body = new LinkedHashMap<>(Responses.deployment(this.store.find(deployment.number()).orElse(deployment)));
			body.put("revision", changed.revision());
		}
		URI location = URI.create("/claimflow/deployments/" + deployment.number());
		return CallResponses.json(stored.created()
				? ServerResponse.created(URI.create(request.requestPath().contextPath().value() + location))
				: ServerResponse.ok(), body);
	}

	/**
	 * What was stored stays stored, so whoever is told to confirm need not send it again.
	 */
	private LiveState makeLive(long number, Change change) {
		try {
			return this.store.makeLive(number, change);
		}
		catch (ConfirmationNeededException ex) {
			throw new RefusedCallException(409, "Confirmation needed",
					"Deployment %d is stored and not live. %s".formatted(number, ex.getMessage()),
					Map.of("number", number, "consequences", Responses.consequences(ex.consequences())));
		}
	}

	private ServerResponse list(Caller caller, ServerRequest request) {
		return ok(
				this.store.list(limit(request), number(request, "below")).stream().map(Responses::deployment).toList());
	}

	private ServerResponse find(Caller caller, ServerRequest request) {
		return ok(Responses.deployment(stored(request)));
	}

	private ServerResponse artifact(Caller caller, ServerRequest request) {
		StoredDeployment deployment = stored(request);
		return ServerResponse.ok()
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.header(HttpHeaders.CONTENT_DISPOSITION,
					"attachment; filename=\"deployment-%d.zip\"".formatted(deployment.number()))
			.contentType(MediaType.parseMediaType("application/zip"))
			.body(this.store.artifact(deployment.number()));
	}

	private ServerResponse preview(Caller caller, ServerRequest request) {
		long number = number("number", request.pathVariable("number"));
		JsonNode body = body(request);
		JsonNode lifetime = body.path("expires_in");
		if (!lifetime.isMissingNode() && !(lifetime.isIntegralNumber() && lifetime.canConvertToInt())) {
			throw new RefusedCallException(400, "Bad request", "\"expires_in\" is no whole number of seconds");
		}
		String client = text(body, "client").orElseThrow(() -> new RefusedCallException(400, "Bad request",
				"The body has no text \"client\": send {\"client\": \"…\"}"));
		return CallResponses.json(ServerResponse.status(201),
				Responses.preview(this.store.preview(number, client, text(body, "user"),
						lifetime.isMissingNode() ? Optional.empty() : Optional.of(Duration.ofSeconds(lifetime.asInt())),
						caller.name(), text(body, "reason").orElse(""))));
	}

	private ServerResponse previews(Caller caller, ServerRequest request) {
		return ok(this.store.previews(limit(request), number(request, "below")).stream().map(Responses::made).toList());
	}

	private ServerResponse revokePreview(Caller caller, ServerRequest request) {
		return ok(Responses.made(this.store.revokePreview(number("number", request.pathVariable("number")),
				caller.name(), text(request, "reason").orElse(""))));
	}

	private static Optional<String> text(JsonNode body, String name) {
		JsonNode value = body.path(name);
		if (!value.isMissingNode() && !value.isString()) {
			throw new RefusedCallException(400, "Bad request", "\"%s\" is no text".formatted(name));
		}
		return value.isMissingNode() ? Optional.empty() : Optional.of(value.asString());
	}

	private StoredDeployment stored(ServerRequest request) {
		long number = number("number", request.pathVariable("number"));
		return this.store.find(number)
			.orElseThrow(() -> new RefusedCallException(404, "Not found", "There is no deployment " + number));
	}

	private ServerResponse makeLive(Caller caller, ServerRequest request) {
		JsonNode body = body(request);
		JsonNode number = body.path("deployment");
		if (!number.isIntegralNumber() || !number.canConvertToLong()) {
			throw new RefusedCallException(400, "Bad request",
					"The body has no number \"deployment\": send {\"deployment\": 3}");
		}
		return live(this.store.makeLive(number.asLong(), change(caller, request, body)));
	}

	private ServerResponse rollBack(Caller caller, ServerRequest request) {
		return live(this.store.rollBack(change(caller, request, body(request))));
	}

	private ServerResponse activate(Caller caller, ServerRequest request) {
		JsonNode body = body(request);
		JsonNode active = body.path("active");
		if (!active.isBoolean()) {
			throw new RefusedCallException(400, "Bad request",
					"The body has no \"active\" that is true or false: send {\"active\": false}");
		}
		String workflow = request.pathVariable("id");
		Change change = change(caller, request, body);
		return live(
				active.asBoolean() ? this.store.activate(workflow, change) : this.store.deactivate(workflow, change));
	}

	private ServerResponse history(Caller caller, ServerRequest request) {
		return ok(
				this.store.history(limit(request), number(request, "below")).stream().map(Responses::change).toList());
	}

	private ServerResponse variableHistory(Caller caller, ServerRequest request) {
		try {
			return ok(this.variables.list(limit(request), number(request, "below"))
				.stream()
				.map(Responses::variableChange)
				.toList());
		}
		catch (DataAccessException ex) {
			throw new RefusedCallException(503, "Database unavailable",
					"The history of variables could not be read: " + DatabaseFailures.describe(ex));
		}
	}

	private static ServerResponse live(LiveState live) {
		return CallResponses.json(ServerResponse.ok().eTag(Responses.etag(live)), Responses.live(live));
	}

	private static ServerResponse ok(Object body) {
		return CallResponses.json(ServerResponse.ok(), body);
	}

	private static Change change(Caller caller, ServerRequest request, JsonNode body) {
		JsonNode reason = body.path("reason");
		if (!reason.isMissingNode() && !reason.isString()) {
			throw new RefusedCallException(400, "Bad request", "\"reason\" is no text");
		}
		JsonNode confirm = body.path("confirm");
		if (!confirm.isMissingNode() && !confirm.isBoolean()) {
			throw new RefusedCallException(400, "Bad request", "\"confirm\" is neither true nor false");
		}
		return change(caller, reason.asString(""), request, confirm.asBoolean(false) || flag(request, "confirm"));
	}

	private static Change change(Caller caller, String reason, ServerRequest request, boolean confirmed) {
		return new Change(caller.name(), reason,
				ifMatch(request).map(DeploymentCalls::revision).orElse(OptionalLong.empty()), confirmed);
	}

	private static Optional<String> ifMatch(ServerRequest request) {
		return Optional.ofNullable(request.headers().firstHeader(HttpHeaders.IF_MATCH))
			.filter((value) -> !value.equals("*"));
	}

	private static OptionalLong revision(String entityTag) {
		String digits = entityTag.replaceFirst("^\"(.*)\"$", "$1");
		return OptionalLong.of(number("If-Match", digits));
	}

	private static JsonNode body(ServerRequest request) {
		return CallBodies.object(request, BODY);
	}

	private static Optional<String> text(ServerRequest request, String name) {
		return request.param(name).filter((value) -> !value.isBlank());
	}

	private static boolean flag(ServerRequest request, String name) {
		String value = request.param(name).orElse("false");
		if (!value.equals("true") && !value.equals("false")) {
			throw new RefusedCallException(400, "Bad request", "\"%s\" is neither true nor false".formatted(name));
		}
		return value.equals("true");
	}

	private static int limit(ServerRequest request) {
		OptionalLong limit = number(request, "limit");
		return (int) Math.min(limit.orElse(DeploymentStore.LISTED), DeploymentStore.LISTED);
	}

	private static OptionalLong number(ServerRequest request, String name) {
		return request.param(name).map((value) -> OptionalLong.of(number(name, value))).orElse(OptionalLong.empty());
	}

	private static long number(String name, String value) {
		try {
			long number = Long.parseLong(value);
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// As if it were negative
		}
		throw new RefusedCallException(400, "Bad request", "\"%s\" is no whole number".formatted(name));
	}

}
