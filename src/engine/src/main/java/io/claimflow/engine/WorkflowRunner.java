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
import io.claimflow.fetch.Fetcher;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one workflow in a realm of its own, under a deadline.
 */
final class WorkflowRunner {

	private static final Logger logger = LoggerFactory.getLogger(WorkflowRunner.class);

	private static final Map<String, TokenType> TOKENS = tokens();

	private final Sandbox sandbox;

	private final Watchdog watchdog;

	private final Limits limits;

	private final Environment environment;

	private final @Nullable Fetcher fetcher;

	WorkflowRunner(Sandbox sandbox, Watchdog watchdog, Limits limits, Environment environment,
			@Nullable Fetcher fetcher) {
		this.sandbox = sandbox;
		this.watchdog = watchdog;
		this.limits = limits;
		this.environment = environment;
		this.fetcher = fetcher;
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
		HostCalls calls = new HostCalls(this.limits.calls(), this.limits.deadline());
		RunRecord record = new RunRecord(this.limits, this.environment, this.fetcher, calls);
		FailureReader failures = new FailureReader(deployed.program().modules(), record::mask);
		try (calls;
				Realm realm = new Realm(this.sandbox);
				Watchdog.Watch watch = this.watchdog.watch(realm, this.limits)) {
			Result result;
			try {
				result = run(deployed, event, before, realm, record, calls, failures);
			}
			catch (PolyglotException ex) {
				result = Result.failed(limit(watch, failures).orElseGet(() -> thrown(ex, failures)));
			}
			catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
				result = Result.failed(limit(watch, failures).orElseGet(() -> internal(failures, ex)));
			}
			if (calls.isInterrupted() && watch.exceeded().isEmpty()) {
				Thread.currentThread().interrupt();
			}
			return outcome(result, record, Duration.ofNanos(System.nanoTime() - start));
		}
	}

	private Result run(DeployedWorkflow deployed, Event event, Claims before, Realm realm, RunRecord record,
			HostCalls calls, FailureReader failures) {
		Workflow workflow = deployed.workflow();
		for (Binding binding : deployed.bindings()) {
			TokenType token = TOKENS.get(binding.name());
			if (token != null) {
				realm.claims(binding.name(), Json.write(given(workflow, token, before)));
			}
			realm.install(binding, record);
		}
		realm.calls(calls);
		realm.link(deployed.program().sources());
		Value state = realm.run(Json.write(argument(workflow, event)));
		Optional<String> ended = isPending(state) ? calls.next() : Optional.empty();
		while (ended.isPresent()) {
			realm.settle(calls, ended.get());
			ended = isPending(state) ? calls.next() : Optional.empty();
		}
		if (isPending(state) && !calls.isIdle()) {
			return Result.failed(deadline(failures));
		}
		return switch (state.getMember("status").asString()) {
			case "fulfilled" -> completed(workflow, before, Json.readObject(realm.after()), failures);
			case "rejected" -> Result.failed(failures.read(state.getMember("error"), realm));
			default -> Result.failed(failures.of(Failure.Kind.NEVER_SETTLES,
					"The workflow awaits a promise that nothing will ever settle; await only what can end"));
		};
	}

	private static boolean isPending(Value state) {
		return state.getMember("status").asString().equals("pending");
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

	private Optional<Failure> limit(Watchdog.Watch watch, FailureReader failures) {
		return watch.exceeded()
			.map((kind) -> failures.of(kind,
					(kind == Failure.Kind.MEMORY)
							? "The workflow allocated more than the %d bytes that a run may allocate"
								.formatted(this.limits.allocatedBytes())
							: deadline(failures).message()));
	}

	private Failure deadline(FailureReader failures) {
		return failures.of(Failure.Kind.DEADLINE,
				"The workflow was still running after " + this.limits.deadline().toMillis() + " ms");
	}

	private static Failure thrown(PolyglotException exception, FailureReader failures) {
		if (exception.isResourceExhausted()) {
			return failures.of(Failure.Kind.MEMORY, "The workflow asked for more memory than the server has");
		}
		if (exception.isCancelled()) {
			return failures.of(Failure.Kind.INTERNAL, "The engine was closed while the workflow ran");
		}
		return exception.isInternalError() ? internal(failures, exception) : failures.read(exception);
	}

	private static Failure internal(FailureReader failures, Throwable thrown) {
		logger.error("The engine failed while it ran a workflow", thrown);
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
