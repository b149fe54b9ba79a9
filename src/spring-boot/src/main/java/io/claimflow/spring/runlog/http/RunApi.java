package io.claimflow.spring.runlog.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.claimflow.encryption.EncryptionException;
import io.claimflow.spring.http.CallBodies;
import io.claimflow.spring.http.CallResponses;
import io.claimflow.spring.http.Caller;
import io.claimflow.spring.http.GuardedCalls;
import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.jdbc.DatabaseFailures;
import io.claimflow.spring.runlog.RunPage;
import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The calls about runs, as {@code openapi.json} describes them.
 */
final class RunApi {

	static final List<String> PATHS = List.of("/claimflow/runs", "/claimflow/runs/**");

	static final String[] MAPPINGS = { "/claimflow/runs", "/claimflow/runs/*" };

	static final String DOCUMENT = "/claimflow/runs/openapi.json";

	private static final Logger logger = LoggerFactory.getLogger(RunApi.class);

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** More than the identifier of a user has. */
	private static final int BODY = 4 * 1024;

	private final RunStore store;

	private final RunStreams streams;

	private final RunAudit audit;

	private final GuardedCalls guard;

	RunApi(RunStore store, RunStreams streams, RunAudit audit, RunHttpProperties properties) {
		this.store = store;
		this.streams = streams;
		this.audit = audit;
		this.guard = new GuardedCalls("claimflow.runs.http", properties.callsPerMinute(), RunApi::failed);
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.GET("/claimflow/runs", call(RunScopes.RUNS, this::list))
			.GET("/claimflow/runs/stream", call(RunScopes.RUNS, this::stream))
			.GET("/claimflow/runs/openapi.json",
					call(RunScopes.RUNS, (caller, request) -> CallBodies.openApi(RunApi.class)))
			.GET("/claimflow/runs/{id}", call(RunScopes.RUNS, this::find))
			.GET("/claimflow/runs/{id}/values", call(RunScopes.VALUES, this::values))
			.POST("/claimflow/runs/export", call(RunScopes.VALUES, this::export))
			.POST("/claimflow/runs/remove", call(RunScopes.VALUES, this::remove))
			.build();
	}

	private HandlerFunction<ServerResponse> call(String scope, GuardedCalls.Call call) {
		return this.guard.with(scope, call);
	}

	private static @Nullable RefusedCallException failed(RuntimeException ex, ServerRequest request) {
		if (ex instanceof DataAccessException) {
			logger.debug("{} {} failed", request.method(), request.path(), ex);
			return new RefusedCallException(503, "Database unavailable", DatabaseFailures.describe(ex));
		}
		return (ex instanceof EncryptionException)
				? new RefusedCallException(409, "Not readable", String.valueOf(ex.getMessage())) : null;
	}

	private ServerResponse list(Caller caller, ServerRequest request) {
		RunQuery query = new RunQuery(request.params(), "below", "limit");
		RunPage page = this.store.list(query.filter(), query.below(), query.limit());
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("runs", page.runs().stream().map(RunBodies::summary).toList());
		page.next().ifPresent((next) -> body.put("next", next));
		return ok(body);
	}

	private ServerResponse stream(Caller caller, ServerRequest request) {
		RunQuery query = new RunQuery(request.params(), "above");
		return this.streams.open(query.filter(), query.above());
	}

	private ServerResponse find(Caller caller, ServerRequest request) {
		String id = request.pathVariable("id");
		return ok(RunBodies.run(this.store.find(id)
			.orElseThrow(() -> noSuch("There is no such run: it may be older"
					+ " than claimflow.runs.keep, not sampled, or not written yet"))));
	}

	private ServerResponse values(Caller caller, ServerRequest request) {
		String id = request.pathVariable("id");
		Map<String, Object> values = RunBodies.values(this.store.values(id)
			.orElseThrow(() -> noSuch("There are no values of such a run: claimflow.runs.values says which are kept")));
		this.audit.values(caller.name(), id);
		return ok(values);
	}

	private static RefusedCallException noSuch(String detail) {
		return new RefusedCallException(404, "Not found", detail);
	}

	/** One line of JSON for each run. */
	private ServerResponse export(Caller caller, ServerRequest request) {
		String user = user(request);
		return ServerResponse.ok()
			.header(HttpHeaders.CACHE_CONTROL, "no-store")
			.contentType(MediaType.APPLICATION_NDJSON)
			.build((servletRequest, response) -> {
				AtomicLong runs = new AtomicLong();
				try {
					this.store.export(user, (run) -> {
						runs.incrementAndGet();
						write(whole(run), response);
					});
				}
				finally {
					// Whoever reads no further has seen what was sent.
					this.audit.exported(caller, runs.get());
				}
				return null;
			});
	}

	private static void write(Map<String, Object> run, HttpServletResponse response) {
		try {
			response.getOutputStream().write(JSON.writeValueAsBytes(run));
			response.getOutputStream().write('\n');
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Object> whole(RunRecord run) {
		Map<String, Object> body = RunBodies.run(run);
		run.values().ifPresent((values) -> body.put("values", RunBodies.values(values)));
		return body;
	}

	private ServerResponse remove(Caller caller, ServerRequest request) {
		long removed = this.store.remove(user(request));
		this.audit.removed(caller, removed);
		return ok(Map.of("removed", removed));
	}

	/** In the body, since logs of servers and proxies have addresses. */
	private static String user(ServerRequest request) {
		JsonNode user = CallBodies.object(request, BODY).path("user");
		if (!user.isString() || user.asString().isBlank()) {
			throw RunQuery.refused("The body has no text \"user\": send {\"user\": \"…\"}");
		}
		return user.asString();
	}

	private static ServerResponse ok(Object body) {
		return CallResponses.json(ServerResponse.ok(), body);
	}

}
