package io.claimflow.spring.runlog.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.SourceLocation;
import io.claimflow.Warning;
import io.claimflow.claims.ClaimChange;
import io.claimflow.spring.observation.RunCall;
import io.claimflow.spring.runlog.RecordedEffect;
import io.claimflow.spring.runlog.RunDetail;
import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunSummary;
import io.claimflow.spring.runlog.RunValues;
import io.claimflow.spring.runlog.StoredRun;

/**
 * The shapes of runs, as the OpenAPI document describes them. What is not there is left
 * out.
 */
final class RunBodies {

	private RunBodies() {
	}

	static Map<String, Object> summary(StoredRun run) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("number", run.number());
		body.putAll(summary(run.summary()));
		return body;
	}

	private static Map<String, Object> summary(RunSummary run) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("id", run.runId());
		body.put("time", run.startedAt().toString());
		put(body, "traceId", run.traceId());
		body.put("workflow", run.workflow());
		body.put("trigger", run.trigger());
		body.put("deployment", run.deployment());
		body.put("choice", run.choice().name());
		body.put("node", run.node());
		put(body, "client", run.client());
		run.user().ifPresent((user) -> body.put(user.hashed() ? "userHash" : "user", user.id()));
		put(body, "origin", run.origin());
		put(body, "grant", run.grant());
		body.put("status", run.status().name());
		put(body, "failure", run.failure().map(Failure.Kind::name));
		put(body, "place", run.place());
		body.put("milliseconds", milliseconds(run.duration()));
		body.put("cpuMilliseconds", milliseconds(run.cpuTime()));
		body.put("changed", run.changed());
		return body;
	}

	/** A run with all but the values of its claims. */
	static Map<String, Object> run(RunRecord run) {
		RunDetail detail = run.detail();
		Map<String, Object> body = summary(run.summary());
		body.put("claims", detail.claims().stream().map(RunBodies::claim).toList());
		body.put("effects", detail.effects().stream().map(RunBodies::effect).toList());
		body.put("warnings", detail.warnings().stream().map(RunBodies::warning).toList());
		body.put("log", detail.log().stream().map(RunBodies::line).toList());
		body.put("calls", detail.calls().stream().map(RunBodies::call).toList());
		detail.failure().ifPresent((failure) -> body.put("error", failure(failure)));
		body.put("cached", detail.cached());
		body.put("cut", detail.cut());
		return body;
	}

	private static Map<String, Object> line(LogLine line) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("level", line.level().name());
		body.put("message", line.message());
		put(body, "place", line.location().map(SourceLocation::toString));
		return body;
	}

	private static Map<String, Object> claim(ClaimChange claim) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("token", claim.token().name());
		body.put("name", claim.name());
		body.put("kind", claim.kind().name());
		put(body, "before", claim.before().map(Enum::name));
		put(body, "after", claim.after().map(Enum::name));
		return body;
	}

	private static Map<String, Object> effect(RecordedEffect effect) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("kind", effect.kind());
		put(body, "field", effect.field());
		put(body, "text", effect.text());
		return body;
	}

	private static Map<String, Object> warning(Warning warning) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("kind", warning.kind().name());
		put(body, "token", warning.token().map(Enum::name));
		put(body, "claim", warning.claim());
		put(body, "place", warning.location().map(SourceLocation::toString));
		body.put("message", warning.message());
		return body;
	}

	private static Map<String, Object> call(RunCall call) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("method", call.method());
		put(body, "origin", call.end().origin());
		call.end().status().ifPresent((status) -> body.put("status", status));
		put(body, "failure", call.end().failure().map(Enum::name));
		body.put("begunAfter", milliseconds(call.begun()));
		body.put("milliseconds", milliseconds(call.time()));
		return body;
	}

	private static Map<String, Object> failure(Failure failure) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("message", failure.message());
		body.put("stack", frames(failure.stack()));
		body.put("excerpt", failure.excerpt());
		body.put("causes", failure.causes().stream().map(RunBodies::cause).toList());
		return body;
	}

	private static Map<String, Object> cause(Failure.Cause cause) {
		return Map.of("relation", cause.relation(), "message", cause.message(), "stack", frames(cause.stack()),
				"causes", cause.causes().stream().map(RunBodies::cause).toList());
	}

	private static List<String> frames(List<Failure.StackFrame> stack) {
		return stack.stream().map(Failure.StackFrame::toString).toList();
	}

	/** Values by token. */
	static Map<String, Object> values(RunValues values) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("before", values.before());
		body.put("after", values.after());
		return body;
	}

	/** In microseconds behind the point. */
	private static double milliseconds(Duration duration) {
		return duration.toNanos() / 1000 / 1000.0;
	}

	private static void put(Map<String, Object> body, String name, Optional<String> value) {
		value.ifPresent((text) -> body.put(name, text));
	}

}
