package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Environment;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.claims.ClaimChanges;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.claims.TokenBudget;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/**
 * Runs one workflow in a realm of its own, under a deadline.
 */
final class WorkflowRunner {

	private static final Map<String, TokenType> TOKENS = tokens();

	private final Sandbox sandbox;

	private final Watchdog watchdog;

	private final Limits limits;

	private final Environment environment;

	WorkflowRunner(Sandbox sandbox, Watchdog watchdog, Limits limits, Environment environment) {
		this.sandbox = sandbox;
		this.watchdog = watchdog;
		this.limits = limits;
		this.environment = environment;
	}

	private static Map<String, TokenType> tokens() {
		Map<String, TokenType> tokens = new HashMap<>();
		for (TokenType token : TokenType.values()) {
			tokens.put(token.binding(), token);
		}
		return tokens;
	}

	Outcome run(DeployedWorkflow deployed, Event event, Claims before) {
		long start = System.nanoTime();
		RunRecord record = new RunRecord(this.limits, this.environment);
		FailureReader failures = new FailureReader(deployed.program().modules(), record::mask);
		try (Realm realm = new Realm(this.sandbox);
				Watchdog.Watch watch = this.watchdog.watch(realm, this.limits.deadline())) {
			Result result;
			try {
				result = run(deployed, event, before, realm, record, failures);
			}
			catch (PolyglotException ex) {
				result = Result.failed((watch.expired() || ex.isCancelled()) ? deadline(failures)
						: ex.isInternalError() ? internal(failures, ex) : failures.read(ex));
			}
			catch (RuntimeException | StackOverflowError ex) {
				result = Result.failed(watch.expired() ? deadline(failures) : internal(failures, ex));
			}
			return outcome(result, record, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	private Result run(DeployedWorkflow deployed, Event event, Claims before, Realm realm, RunRecord record,
			FailureReader failures) {
		Workflow workflow = deployed.workflow();
		for (Binding binding : deployed.bindings()) {
			TokenType token = TOKENS.get(binding.name());
			if (token != null) {
				realm.claims(binding.name(), Json.write(given(workflow, token, before)));
			}
			realm.install(binding, record);
		}
		realm.link(deployed.program().sources());
		Value state = realm.run(Json.write(argument(workflow, event)));
		return switch (state.getMember("status").asString()) {
			case "fulfilled" -> completed(workflow, before, Json.readObject(realm.after()), failures);
			case "rejected" -> Result.failed(failures.read(state.getMember("error"), realm));
			default -> Result.failed(failures.of(Failure.Kind.NEVER_SETTLES,
					"The workflow awaits a promise that nothing will ever settle; await only what can end"));
		};
	}

	/** The claims that a workflow is shown. */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private static Map<String, Object> given(Workflow workflow, TokenType token, Claims before) {
		Map<String, Object> claims = before.tokens().getOrDefault(token, Map.of());
		Map<String, Object> options = workflow.bindings().getOrDefault(token.binding(), Map.of());
		return Boolean.TRUE.equals(options.get("resetClaims")) ? ClaimPolicy.serverClaims(token, claims) : claims;
	}

	private static Map<String, Object> argument(Workflow workflow, Event event) {
		Map<String, Object> context = new LinkedHashMap<>(event.context());
		context.put("workflow", Map.of("trigger", workflow.trigger().id()));
		return Map.of("request", event.request(), "context", context);
	}

	@SuppressWarnings("unchecked")
	private Result completed(Workflow workflow, Claims before, Map<String, Object> after, FailureReader failures) {
		ClaimChanges changes = new ClaimChanges(List.of(), List.of());
		for (Map.Entry<TokenType, Map<String, Object>> entry : before.tokens().entrySet()) {
			TokenType token = entry.getKey();
			if (after.get(token.binding()) instanceof Map<?, ?> claims) {
				changes = changes.and(ClaimPolicy.compare(token, entry.getValue(), (Map<String, Object>) claims));
			}
		}
		List<Warning> warnings = new ArrayList<>(changes.warnings());
		for (TokenType token : before.tokens().keySet()) {
			int size = TokenBudget.size(token, changes.effects());
			if (size > this.limits.claimsMaximum()) {
				return Result.failed(failures.of(Failure.Kind.TOKEN_SIZE,
						"The custom claims of %s take %d bytes, more than the %d that are allowed; set fewer or smaller ones"
							.formatted(token.binding(), size, this.limits.claimsMaximum())));
			}
			if (size > this.limits.claimsWarning()) {
				warnings.add(new Warning(Warning.Kind.TOKEN_SIZE, Optional.of(token), Optional.empty(),
						"The custom claims of %s take %d bytes; tokens travel with every request, keep them below %d"
							.formatted(token.binding(), size, this.limits.claimsWarning())));
			}
		}
		return new Result(changes.effects(), warnings, Optional.empty());
	}

	private Failure deadline(FailureReader failures) {
		return failures.of(Failure.Kind.DEADLINE,
				"The workflow was still running after " + this.limits.deadline().toMillis() + " ms");
	}

	private static Failure internal(FailureReader failures, Throwable thrown) {
		return failures.of(Failure.Kind.INTERNAL, "The engine failed with " + thrown.getClass().getName());
	}

	private static Outcome outcome(Result result, RunRecord record, Duration duration) {
		List<Effect> effects = new ArrayList<>();
		Optional<Effect.DenyAccess> denial = record.denial();
		denial.ifPresentOrElse(effects::add, () -> effects.addAll(result.effects()));
		List<Warning> warnings = new ArrayList<>(result.warnings());
		record.logWarning().ifPresent(warnings::add);
		Outcome.Status status = denial.isPresent() ? Outcome.Status.DENIED
				: result.failure().isPresent() ? Outcome.Status.FAILED : Outcome.Status.COMPLETED;
		String runId = "%016x".formatted(ThreadLocalRandom.current().nextLong());
		return new Outcome(runId, status, effects, record.log(), warnings, result.failure(), duration);
	}

	/** How the code ended, before the denial is looked at. */
	private record Result(List<Effect> effects, List<Warning> warnings, Optional<Failure> failure) {

		static Result failed(Failure failure) {
			return new Result(List.of(), List.of(), Optional.of(failure));
		}

	}

}
