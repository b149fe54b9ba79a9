package io.claimflow.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Outcomes as tests see them.
 */
final class OutcomeJson {

	private OutcomeJson() {
	}

	/** The name of a token in tests, such as {@code accessToken}. */
	static String name(TokenType token) {
		return token.binding().substring(token.binding().indexOf('.') + 1);
	}

	static Map<String, Object> of(TestOutcome run) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("workflow", run.workflow().id());
		json.put("status", run.outcome().status().name().toLowerCase(Locale.ROOT));
		json.put("allowed", run.verdict().isAllowed());
		json.put("effects", run.outcome().effects().stream().map(OutcomeJson::effect).toList());
		Map<String, Object> claims = new LinkedHashMap<>();
		Map<TokenType, Map<String, Object>> after = run.after();
		run.before()
			.forEach((token, before) -> claims.put(name(token),
					Map.of("before", before, "after", after.getOrDefault(token, Map.of()))));
		json.put("claims", claims);
		json.put("changes", run.changes().stream().map((change) -> {
			Map<String, Object> changed = new LinkedHashMap<>();
			changed.put("token", name(change.token()));
			changed.put("name", change.name());
			change.before().ifPresent((value) -> changed.put("before", value));
			change.after().ifPresent((value) -> changed.put("after", value));
			return changed;
		}).toList());
		json.put("log", run.outcome()
			.log()
			.stream()
			.map((line) -> Map.of("level", line.level().name().toLowerCase(Locale.ROOT), "message", line.message()))
			.toList());
		json.put("warnings", run.outcome().warnings().stream().map((warning) -> {
			Map<String, Object> warned = new LinkedHashMap<>();
			warned.put("kind", warning.kind().name());
			warned.put("message", warning.message());
			warning.token().ifPresent((token) -> warned.put("token", name(token)));
			warning.claim().ifPresent((claim) -> warned.put("claim", claim));
			warning.location().ifPresent((location) -> warned.put("location", location.toString()));
			return warned;
		}).toList());
		run.outcome().failure().ifPresent((failure) -> json.put("failure", failure(failure)));
		if (run.verdict() instanceof Verdict.Denied denied) {
			json.put("denial", effect(denied.denial()));
		}
		json.put("calls", run.calls().stream().map(OutcomeJson::call).toList());
		json.put("event", Map.of("request", run.event().request(), "context", run.event().context()));
		json.put("duration", run.outcome().duration().toMillis());
		return json;
	}

	static Map<String, Object> call(TestCall call) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("method", call.method());
		json.put("url", call.url());
		json.put("headers", call.headers());
		call.body().ifPresent((body) -> json.put("body", body));
		return json;
	}

	private static Map<String, Object> failure(Failure failure) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("kind", failure.kind().name());
		json.put("message", failure.message());
		failure.location().ifPresent((location) -> json.put("location", location.toString()));
		json.put("stack", failure.stack().stream().map(Failure.StackFrame::toString).toList());
		return json;
	}

	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private static Map<String, Object> effect(Effect effect) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", effect.getClass().getSimpleName());
		if (effect instanceof Effect.SetClaim set) {
			json.put("token", name(set.token()));
			json.put("name", set.name());
			json.put("value", set.value());
		}
		else if (effect instanceof Effect.RemoveClaim gone) {
			json.put("token", name(gone.token()));
			json.put("name", gone.name());
		}
		else if (effect instanceof Effect.Denial denial) {
			json.put("reason", denial.reason());
			json.put("reasons", (denial instanceof Effect.DenyPlanSelection plan) ? plan.reasons() : List.of());
		}
		else if (effect instanceof Effect.InvalidateFormField field) {
			json.put("field", field.field());
			json.put("message", field.message());
		}
		else if (effect instanceof Effect.SetMfaPolicy mfa) {
			json.put("policy", mfa.policy().name().toLowerCase(Locale.ROOT));
		}
		return json;
	}

}
