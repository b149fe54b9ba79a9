package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.claims.ClaimChanges;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.claims.InexactNumbers;
import io.claimflow.claims.TokenBudget;
import io.claimflow.engine.limit.Safepoints;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflows, each run within limits and in a realm in which nothing of another is
 * left.
 */
final class WorkflowRunner {

	private static final Logger logger = LoggerFactory.getLogger(WorkflowRunner.class);

	private static final Map<String, TokenType> TOKENS = tokens();

	private final RealmPool realms;

	private final Watchdog watchdog;

	private final Limits limits;

	private final HostServices services;

	private final boolean yields;

	WorkflowRunner(RealmPool realms, Watchdog watchdog, Limits limits, HostServices services) {
		this(realms, watchdog, limits, services, false);
	}

	/**
	 * Creates a runner.
	 * @param yields whether its runs are paused while others compute
	 */
	WorkflowRunner(RealmPool realms, Watchdog watchdog, Limits limits, HostServices services, boolean yields) {
		this.yields = yields;
		this.realms = realms;
		this.watchdog = watchdog;
		this.limits = limits;
		this.services = services;
	}

	private static TokenType token(String binding) {
		return Objects.requireNonNull(TOKENS.get(binding));
	}

	private static Map<String, TokenType> tokens() {
		Map<String, TokenType> tokens = new HashMap<>();
		for (TokenType token : TokenType.values()) {
			tokens.put(token.binding(), token);
		}
		return tokens;
	}

	/** Prepares a run. */
	Run run(DeployedWorkflow deployed, Event event, Claims before) {
		return new Run(deployed, event, before);
	}

	private Result run(DeployedWorkflow deployed, EventJson event, Claims before, PooledRealm prepared,
			RunRecorder record, HostCalls calls, FailureReader failures, Consumer<String> ownDoing) {
		Workflow workflow = deployed.workflow();
		Realm realm = prepared.realm();
		prepared.begin(record, calls, (arguments) -> words(record, failures, arguments),
				(arguments) -> record.onDemand(event, arguments),
				(arguments) -> Json.write(shown(workflow, token(arguments.get(0)), before, record)));
		prepared.link();
		Value state = realm.run(event);
		while (isPending(state) && goOn(realm, calls)) {
			// Until the function has ended, or nothing is left that it could wait for.
		}
		if (isPending(state) && !calls.isIdle()) {
			return Result.failed(deadline(failures));
		}
		return switch (state.getMember("status").asString()) {
			case "fulfilled" -> {
				List<Warning> floating = floating(realm, calls);
				if (calls.callsUnderWay() > 0) {
					yield Result.failed(deadline(failures));
				}
				Optional<Failure> missed = missed(state, realm, failures);
				yield missed.isPresent() ? Result.failed(missed.get())
						: completed(deployed, before, realm, failures, ownDoing).and(floating)
							.and(lost(realm, calls, failures));
			}
			case "rejected" -> Result.failed(
					calls.timeLeft().isZero() ? deadline(failures) : failures.read(state.getMember("error"), realm));
			default ->
				Result.failed(missed(state, realm, failures).orElseGet(() -> failures.of(Failure.Kind.NEVER_SETTLES,
						"The workflow awaits a promise that nothing will ever settle; await only what can end")));
		};
	}

	/**
	 * What the kernel says and asks about text that is going to be logged: beside the
	 * questions of {@link FailureReader#words}, {@code warn} with a kind, a message and
	 * the stack of the place.
	 */
	private static String words(RunRecorder record, FailureReader failures, List<String> arguments) {
		if (!arguments.get(0).equals("warn")) {
			return failures.words(arguments);
		}
		Optional<SourceLocation> place = failures.place(arguments.get(3));
		record.warnings()
			.accept(new Warning(Warning.Kind.valueOf(arguments.get(1)), Optional.empty(), Optional.empty(), place,
					arguments.get(2) + place.map((location) -> " (at " + location + ")").orElse("")));
		return "";
	}

	/**
	 * The error that the function has not met, because it was thrown after its end, or in
	 * a promise that nobody handles.
	 */
	private static Optional<Failure> missed(Value state, Realm realm, FailureReader failures) {
		return state.getMember("status").asString().equals("rejected")
				? Optional.of(failures.read(state.getMember("error"), realm))
				: realm.unhandled().map((reason) -> failures.unhandled(reason, realm));
	}

	/** Waits for a call or a timer, and runs what goes on from there. */
	private static boolean goOn(Realm realm, HostCalls calls) {
		Optional<String> ended = calls.next();
		ended.ifPresent((id) -> realm.settle(calls, id));
		return ended.isPresent();
	}

	/**
	 * Waits for calls that the function has not waited for: where workflows come from, a
	 * call is over when the function that makes it returns.
	 */
	private static List<Warning> floating(Realm realm, HostCalls calls) {
		int left = calls.callsUnderWay();
		while (calls.callsUnderWay() > 0 && goOn(realm, calls)) {
			// Each may begin another one.
		}
		return (left == 0) ? List.of()
				: List.of(new Warning(Warning.Kind.FLOATING_PROMISE, Optional.empty(), Optional.empty(),
						"The function ended before %s, and the run waited for that; await the promise"
							.formatted((left == 1) ? "a call that it had begun" : left + " calls that it had begun")));
	}

	/** The calls that failed while nobody waited for them, each once. */
	private static List<Warning> lost(Realm realm, HostCalls calls, FailureReader failures) {
		return !calls.haveBegun() ? List.of() : realm.lost()
			.stream()
			.map((error) -> failures.read(error, realm))
			.map((failure) -> new Warning(Warning.Kind.FAILED_CALL, Optional.empty(), Optional.empty(),
					failure.location(),
					"A call that nobody waited for failed%s: %s; await it, or catch the error"
						.formatted(failure.location().map((place) -> " at " + place).orElse(""), failure.message())))
			.distinct()
			.toList();
	}

	private static boolean isPending(Value state) {
		return state.getMember("status").asString().equals("pending");
	}

	/** The claims that a workflow is shown, now that it looks at them. */
	private static Map<String, Object> shown(Workflow workflow, TokenType token, Claims before, RunRecorder record) {
		Map<String, Object> claims = given(workflow, token, before);
		InexactNumbers.warnings(token, claims).forEach(record.warnings());
		return claims;
	}

	/** The claims that a workflow is given. */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	private static Map<String, Object> given(Workflow workflow, TokenType token, Claims before) {
		Map<String, Object> claims = before.tokens().getOrDefault(token, Map.of());
		Map<String, Object> options = workflow.bindings().getOrDefault(token.binding(), Map.of());
		return Boolean.TRUE.equals(options.get("resetClaims")) ? ClaimPolicy.serverClaims(token, claims) : claims;
	}

	/**
	 * The outcome of a function that has ended.
	 * @param ownDoing takes what has changed if nothing but the event and the code had a
	 * say in it
	 */
	private Result completed(DeployedWorkflow deployed, Claims before, Realm realm, FailureReader failures,
			Consumer<String> ownDoing) {
		String changed = realm.after();
		if (!realm.hasAsked()) {
			ownDoing.accept(changed);
		}
		return completed(deployed, before, Json.readObject(changed), failures);
	}

	private Result completed(DeployedWorkflow deployed, Claims before, Map<String, Object> changed,
			FailureReader failures) {
		ClaimChanges changes = new ClaimChanges(List.of(), List.of());
		for (Binding binding : deployed.bindings()) {
			TokenType token = TOKENS.get(binding.name());
			Map<String, Object> claims = (token != null) ? before.tokens().get(token) : null;
			if (token != null && claims != null) {
				Map<String, Object> after = after(given(deployed.workflow(), token, before),
						changed.get(binding.name()));
				changes = changes.and(ClaimPolicy.compare(token, claims, before.known(token), after));
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
						"The custom claims of %s take %d bytes, a third more in a signed token; tokens travel with every request, keep claims below %d"
							.formatted(token.binding(), size, this.limits.claimsWarning())));
			}
		}
		return new Result(changes.effects(), warnings, Optional.empty());
	}

	/** The claims as the workflow left them. */
	@SuppressWarnings("unchecked")
	private static Map<String, Object> after(Map<String, Object> given, @Nullable Object changed) {
		if (!(changed instanceof Map<?, ?> changes)) {
			return given;
		}
		Map<String, Object> after = new LinkedHashMap<>(given);
		if (changes.get("gone") instanceof List<?> gone) {
			gone.forEach(after::remove);
		}
		after.putAll((Map<String, Object>) changes.get("set"));
		return after;
	}

	private Failure deadline(FailureReader failures) {
		return failures.of(Failure.Kind.DEADLINE, late(this.limits));
	}

	static String late(Limits limits) {
		return "The workflow was still running after %d ms (claimflow.limits.deadline)"
			.formatted(limits.deadline().toMillis());
	}

	private Failure thrown(PolyglotException exception, Realm realm, FailureReader failures) {
		if (exception.isResourceExhausted() && exception.isCancelled()) {
			return failures.of(Failure.Kind.STATEMENTS,
					"The workflow executed more than the %d statements that a run may (claimflow.limits.statements)"
						.formatted(this.limits.statements()),
					exception);
		}
		if (exception.isResourceExhausted()) {
			return failures.of(Failure.Kind.MEMORY, "The workflow asked for more memory than the server has",
					exception);
		}
		if (exception.isCancelled()) {
			return failures.of(Failure.Kind.INTERNAL, "The engine was closed while the workflow ran");
		}
		return exception.isInternalError() ? internal(failures, exception) : failures.read(exception, realm);
	}

	private static Failure internal(FailureReader failures, Throwable thrown) {
		logger.error("The engine failed while it ran a workflow", thrown);
		return failures.of(Failure.Kind.INTERNAL, "The engine failed with " + thrown.getClass().getName());
	}

	private static String runId() {
		return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
	}

	private static Outcome outcome(Result result, RunRecorder record, Duration duration) {
		boolean denied = !record.denials().isEmpty();
		List<Effect> effects = new ArrayList<>(denied ? record.denials() : record.effects());
		if (!denied && result.failure().isPresent()) {
			// A form with an error is refused for good; all else was conditional.
			effects.removeIf((effect) -> !(effect instanceof Effect.InvalidateFormField));
		}
		if (!denied) {
			effects.addAll(result.effects());
		}
		List<Warning> warnings = new ArrayList<>(result.warnings());
		warnings.addAll(record.warned());
		Outcome.Status status = denied ? Outcome.Status.DENIED
				: result.failure().isPresent() ? Outcome.Status.FAILED : Outcome.Status.COMPLETED;
		return new Outcome(runId(), status, effects, record.log(), warnings, result.failure(), duration, false);
	}

	/** One run. */
	final class Run {

		/** A run that a limit ended sooner has not computed much. */
		private static final long MUCH_NANOS = 100_000_000;

		/** What is cancelled at its deadline needs a moment to say so. */
		private static final Duration GRACE = Duration.ofMillis(80);

		/** The moment can last longer where the threads have to wait for a processor. */
		private static final Duration BUSY = Duration.ofSeconds(2);

		/**
		 * What computes for longer than this after it was told to end cannot be stopped.
		 */
		private static final Duration STUCK = Duration.ofMillis(50);

		private static final Duration LOOK = Duration.ofMillis(10);

		private final long start = System.nanoTime();

		private final DeployedWorkflow deployed;

		private final Event event;

		private final Claims before;

		private final ComputePermit turn;

		private final HostCalls calls;

		private final RunRecorder record;

		private final FailureReader failures;

		private @Nullable EventJson json;

		private @Nullable String changed;

		private boolean realmIsTaken;

		private boolean realmIsKept;

		private boolean failed;

		private final PermitWait wait = new PermitWait();

		private volatile long begun = System.nanoTime();

		private volatile Watchdog.@Nullable Watch watch;

		private Run(DeployedWorkflow deployed, Event event, Claims before) {
			this.deployed = deployed;
			this.event = event;
			this.before = before;
			this.turn = new ComputePermit(deployed.admission().turns());
			this.calls = new HostCalls(WorkflowRunner.this.limits.calls(), WorkflowRunner.this.limits.deadline(),
					this.turn, this.wait, WorkflowRunner.this.watchdog.pausedTime());
			this.record = new RunRecorder(deployed.workflow(), deployed::texts, WorkflowRunner.this.limits,
					WorkflowRunner.this.services, this.calls);
			event.secrets().forEach(this.record::chosen);
			this.failures = new FailureReader(deployed.program().modules(), new SourceWords(this::advice),
					this.record::maskSource, this.record::mask);
		}

		/** What to do where something is missing, in the words of the source. */
		private Optional<String> advice(String chain) {
			int field = chain.indexOf(".context.") + 1;
			return (field > 0)
					? WorkflowRunner.this.services.suppliers()
						.of(this.deployed.workflow().trigger(), chain.substring(field))
					: MissingBinding.advice(this.deployed.workflow(), chain);
		}

		private EventJson json() {
			EventJson made = this.json;
			if (made == null) {
				made = new EventJson(this.deployed.workflow(), this.event);
				this.json = made;
			}
			return made;
		}

		/** The outcome, if an earlier run has shown what it will be. */
		Optional<Outcome> remembered() {
			OutcomeCache remembered = this.deployed.remembered();
			if (!remembered.areKept() || json().isSecret()) {
				return Optional.empty();
			}
			return remembered.find(json().text()).map((changed) -> {
				Result result = completed(this.deployed, this.before, changed, this.failures);
				Outcome.Status status = result.failure().isPresent() ? Outcome.Status.FAILED : Outcome.Status.COMPLETED;
				return new Outcome(runId(), status, result.effects(), List.of(), result.warnings(), result.failure(),
						Duration.ofNanos(System.nanoTime() - this.start), true);
			});
		}

		/** Lets the time begin for which somebody waits. */
		void begin() {
			this.begun = System.nanoTime();
		}

		/** What the run needs to compute. */
		ComputePermit turn() {
			return this.turn;
		}

		/**
		 * Runs on the calling thread, until the workflow ends or a limit ends it.
		 * @param answer gets the outcome before the realm is cleared up
		 */
		void work(Consumer<Ended> answer) {
			EventJson event = json();
			PooledRealm realm = WorkflowRunner.this.realms.take(this.deployed);
			this.realmIsTaken = true;
			boolean intact = false;
			this.calls.start();
			try (this.calls;
					Watchdog.Watch watch = WorkflowRunner.this.watchdog.watch(realm.realm(), WorkflowRunner.this.limits,
							new Watchdog.Subject(this.deployed.workflow().id(), this.deployed.admission().pace(),
									this.wait, WorkflowRunner.this.yields))) {
				this.watch = watch;
				Result result;
				try {
					watch.begin();
					result = WorkflowRunner.this.run(this.deployed, event, this.before, realm, this.record, this.calls,
							this.failures, (changed) -> this.changed = changed);
				}
				catch (PolyglotException ex) {
					result = Result.failed(failure(ex, realm.realm(), watch));
				}
				catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
					result = Result.failed(limit(watch, null).orElseGet(() -> internal(this.failures, ex)));
				}
				boolean struck = result.failure().map(Failure::kind).filter((kind) -> switch (kind) {
					case CPU_TIME, MEMORY, STATEMENTS -> true;
					case DEADLINE -> watch.ownNanos() > MUCH_NANOS;
					default -> false;
				}).isPresent();
				answer.accept(new Ended(outcome(result), struck));
				result.failure().ifPresent(realm::failed);
				this.failed = result.failure().isPresent();
				this.deployed.ended(this.failed);
				intact = result.failure().isEmpty() && !event.isSecret() && watch.endInTime();
			}
			finally {
				this.realmIsKept = WorkflowRunner.this.realms.giveBack(realm, intact);
			}
			remember(event);
		}

		/**
		 * Only a run that left its realm as it was is sure to have met what the next one
		 * would: all that it shares with others is frozen.
		 */
		private void remember(EventJson event) {
			String changed = this.changed;
			if (changed != null && this.realmIsKept) {
				this.deployed.remembered().keep(event.text(), changed);
			}
		}

		/** Whether the workflow's code failed, or a limit ended it. */
		boolean hasFailed() {
			return this.failed;
		}

		/** Whether this run had a realm that serves no other one. */
		boolean realmIsUsedUp() {
			return this.realmIsTaken && !this.realmIsKept;
		}

		/** To read what was thrown can run code of the workflow's, and meet a limit. */
		private Failure failure(PolyglotException exception, Realm realm, Watchdog.Watch watch) {
			Optional<Failure> limit = limit(watch, exception);
			try {
				return limit.orElseGet(() -> thrown(exception, realm, this.failures));
			}
			catch (PolyglotException ex) {
				return limit(watch, ex).orElseGet(() -> thrown(ex, realm, this.failures));
			}
		}

		/** A call that ends at the deadline may throw before the watchdog has noticed. */
		private Optional<Failure> limit(Watchdog.Watch watch, @Nullable PolyglotException ended) {
			return watch.exceeded()
				.or(() -> this.calls.timeLeft().isZero()
						? Optional.of(new Watchdog.Exceeded(Failure.Kind.DEADLINE, late())) : Optional.empty())
				.map((exceeded) -> failure(exceeded, watch.places(), ended));
		}

		private Failure failure(Watchdog.Exceeded exceeded, List<Safepoints.Place> places,
				@Nullable PolyglotException ended) {
			if (ended == null || !places.isEmpty()) {
				return this.failures.of(exceeded.kind(), exceeded.message(), places);
			}
			return this.failures.of(exceeded.kind(), exceeded.message(), ended);
		}

		/**
		 * How much longer the request waits for the outcome. What computes although it
		 * was told to end cannot be stopped; what waits for a processor can, in a moment.
		 */
		Duration patience() {
			Duration waited = Duration.ofNanos(this.wait.nanos());
			Duration left = WorkflowRunner.this.limits.deadline()
				.plus(waited)
				.plus(GRACE)
				.minusNanos(System.nanoTime() - this.begun);
			if (left.compareTo(Duration.ZERO) > 0) {
				return left;
			}
			return (!isStuck() && left.plus(BUSY).compareTo(Duration.ZERO) > 0) ? LOOK : Duration.ZERO;
		}

		private boolean isStuck() {
			Watchdog.Watch watch = this.watch;
			return watch != null && watch.overtimeNanos() > STUCK.toNanos();
		}

		/** The outcome of a run that nobody waits for any more. */
		Outcome abandoned() {
			return outcome(Result.failed(this.failures.of(Failure.Kind.DEADLINE, late() + (isStuck()
					? ", in an operation that cannot be stopped" : ", and the server was too busy to stop it"))));
		}

		private String late() {
			return WorkflowRunner.late(WorkflowRunner.this.limits);
		}

		/** The outcome of a run that did not begin or was not let end. */
		Outcome failed(Failure.Kind kind, String message) {
			return outcome(Result.failed(this.failures.of(kind, message)));
		}

		private Outcome outcome(Result result) {
			return WorkflowRunner.outcome(result, this.record, Duration.ofNanos(System.nanoTime() - this.start));
		}

	}

	/**
	 * How a run ended.
	 *
	 * @param outcome what came of it
	 * @param struck whether it ran into a limit by its own doing
	 */
	record Ended(Outcome outcome, boolean struck) {

	}

	/** How the code ended, before the denial is looked at. */
	private record Result(List<Effect> effects, List<Warning> warnings, Optional<Failure> failure) {

		Result and(List<Warning> more) {
			return more.isEmpty() ? this : new Result(this.effects,
					Stream.of(this.warnings, more).flatMap(List::stream).toList(), this.failure);
		}

		static Result failed(Failure failure) {
			return new Result(List.of(), List.of(), Optional.of(failure));
		}

	}

}
