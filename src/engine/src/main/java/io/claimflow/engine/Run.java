package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
import io.claimflow.Warning;
import io.claimflow.engine.admission.ComputePermit;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.realm.EventJson;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.engine.realm.Json;
import io.claimflow.engine.realm.PooledRealm;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.ScriptError;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.engine.watch.WatchedRun;
import io.claimflow.settings.MissingBinding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a workflow, from its event to its outcome: within limits, and in a realm in
 * which nothing of another run is left.
 */
final class Run {

	private static final Logger logger = LoggerFactory.getLogger(Run.class);

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

	private final RunTerms terms;

	private final Limits limits;

	private final DeployedWorkflow deployed;

	private final Event event;

	private final RunClaims claims;

	private final ComputePermit permit;

	private final PermitWait wait;

	private final HostCalls calls;

	private final RunRecorder record;

	private final FailureReader failures;

	private @Nullable EventJson json;

	/** What has changed, if nothing but the event and the code had a say in it. */
	private @Nullable String changed;

	private boolean realmIsTaken;

	private boolean realmIsKept;

	private boolean failed;

	private volatile long begun = System.nanoTime();

	private volatile Watchdog.@Nullable Watch watch;

	private volatile long linkNanos;

	private volatile RunCost cost = RunCost.NONE;

	Run(RunTerms terms, DeployedWorkflow deployed, Event event, Claims before) {
		this.terms = terms;
		this.limits = terms.limits();
		this.deployed = deployed;
		this.event = event;
		this.claims = new RunClaims(deployed.workflow(), deployed.realms().bindings(), before, this.limits);
		this.permit = new ComputePermit(deployed.admission().permits());
		this.wait = new PermitWait(terms.watchdog().shortage());
		this.calls = new HostCalls(this.limits.calls(), this.limits.deadline(), this.permit, this.wait,
				terms.watchdog().pausedTime());
		this.record = new RunRecorder(deployed.workflow(), deployed::texts, deployed::isConstant, this.limits,
				terms.services(), this.calls, this::here);
		event.secrets().forEach(this.record::chosen);
		this.failures = new FailureReader(deployed.program().modules(), this::advice, this.record::maskSource,
				this.record::mask);
	}

	private Optional<SourceLocation> here() {
		return this.failures.here();
	}

	/** What to do where something is missing, in the words of the source. */
	private Optional<String> advice(String chain) {
		int field = chain.indexOf(".context.") + 1;
		return (field > 0)
				? this.terms.services().suppliers().of(this.deployed.workflow().trigger(), chain.substring(field))
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
		return remembered.find(json().text()).map((changed) -> outcome(completed(changed), true));
	}

	/** What it has computed, if nobody waits for it; nothing as long as it goes on. */
	RunCost cost() {
		return this.cost;
	}

	/** A text with the secrets masked that the run knows. */
	String mask(String text) {
		return this.record.maskAll(text);
	}

	/** Lets the time begin for which somebody waits. */
	void begin() {
		this.begun = System.nanoTime();
	}

	/** What the run needs to compute. */
	ComputePermit permit() {
		return this.permit;
	}

	/**
	 * Runs on the calling thread, until the workflow ends or a limit ends it.
	 * @param answer gets the outcome before the realm is cleared up
	 */
	void work(Consumer<Ended> answer) {
		EventJson event = json();
		PooledRealm realm = this.terms.realms().take(this.deployed.realms(), this.terms.fixed());
		this.realmIsTaken = this.terms.fixed().equals(Fixed.NOTHING);
		boolean intact = false;
		this.calls.start();
		begin();
		try (this.calls; Watchdog.Watch watch = watch(realm.realm())) {
			this.watch = watch;
			Result result = result(realm, event, watch);
			boolean struck = result.failure().map(Failure::kind).filter((kind) -> switch (kind) {
				case CPU_TIME, MEMORY, STATEMENTS -> true;
				case DEADLINE -> watch.ownNanos() > MUCH_NANOS && !watch.isStarved();
				default -> false;
			}).isPresent();
			if (this.terms.yields()) {
				this.cost = new RunCost(watch.cpuNanos(), this.linkNanos);
			}
			answer.accept(new Ended(outcome(result, false), struck));
			result.failure().ifPresent(realm::failed);
			this.failed = result.failure().isPresent();
			this.deployed.realms().ended(this.failed);
			intact = result.failure().isEmpty() && !event.isSecret() && watch.endInTime();
		}
		finally {
			this.realmIsKept = this.terms.realms().giveBack(realm, intact);
		}
		remember(event);
	}

	private Watchdog.Watch watch(Realm realm) {
		return this.terms.watchdog()
			.watch(realm, this.limits,
					new WatchedRun(this.deployed.workflow().id(), this.deployed.admission().history(), this.wait,
							this.deployed.admission().breaker()::isStruck, this.terms.yields()));
	}

	private Result result(PooledRealm realm, EventJson event, Watchdog.Watch watch) {
		try {
			watch.begin();
			return call(realm, event, watch);
		}
		catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
			return Result.failed(ScriptError.of(ex)
				.map((error) -> failure(error, realm.realm(), watch))
				.orElseGet(() -> limit(watch, null).orElseGet(() -> internal(ex))));
		}
	}

	private Result call(PooledRealm prepared, EventJson event, Watchdog.Watch watch) {
		Realm realm = prepared.realm();
		prepared.begin(new RunHost(event, this.claims, this.record, this.calls, this.failures));
		link(prepared, watch);
		WorkflowCall call = new WorkflowCall(realm, this.calls, this.failures, this::late);
		Optional<Failure> failure = call.make(event);
		if (failure.isPresent()) {
			return Result.failed(failure.get());
		}
		String changed = realm.after();
		if (!realm.hasAsked()) {
			this.changed = changed;
		}
		return completed(Json.readObject(changed)).and(call.floating()).and(call.lost());
	}

	/** A run that somebody waits for is not measured. */
	private void link(PooledRealm prepared, Watchdog.Watch watch) {
		if (!this.terms.yields()) {
			prepared.link();
			return;
		}
		long before = watch.cpuNanos();
		prepared.link();
		this.linkNanos = watch.cpuNanos() - before;
	}

	private Result completed(Map<String, Object> changed) {
		RunClaims.Changes changes = this.claims.apply(changed);
		return new Result(changes.effects(), changes.warnings(),
				changes.excess().map((message) -> this.failures.of(Failure.Kind.TOKEN_SIZE, message)));
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

	/**
	 * Makes realms for further runs, in place of one that is used up. A warm-up says
	 * itself what it needs.
	 */
	void restock() {
		if (this.terms.yields()) {
			return;
		}
		if (this.failed) {
			// One for many runs would be made in vain again and again.
			this.terms.realms().prepare(this.deployed.realms());
		}
		else if (this.realmIsTaken && !this.realmIsKept) {
			this.terms.realms().restock(this.deployed.realms());
		}
	}

	/** To read what was thrown can run code of the workflow's, and meet a limit. */
	private Failure failure(ScriptError error, Realm realm, Watchdog.Watch watch) {
		Optional<Failure> limit = limit(watch, error);
		try {
			return limit.orElseGet(() -> ended(error, realm));
		}
		catch (RuntimeException ex) {
			ScriptError again = ScriptError.of(ex).orElseThrow(() -> ex);
			return limit(watch, again).orElseGet(() -> ended(again, realm));
		}
	}

	private Failure ended(ScriptError error, Realm realm) {
		return switch (error.kind()) {
			case STATEMENTS -> this.failures.of(Failure.Kind.STATEMENTS,
					"The workflow executed more than the %d statements that a run may (claimflow.limits.statements)"
						.formatted(this.limits.statements()),
					error);
			case MEMORY ->
				this.failures.of(Failure.Kind.MEMORY, "The workflow asked for more memory than the server has", error);
			case CANCELLED -> this.failures.of(Failure.Kind.INTERNAL, "The engine was closed while the workflow ran");
			case INTERNAL -> internal(error.cause());
			case THROWN, SYNTAX -> this.failures.read(error, realm);
		};
	}

	private Failure internal(Throwable thrown) {
		logger.error("The engine failed while it ran a workflow", thrown);
		return this.failures.of(Failure.Kind.INTERNAL, "The engine failed with " + thrown.getClass().getName());
	}

	/** A call that ends at the deadline may throw before the watchdog has noticed. */
	private Optional<Failure> limit(Watchdog.Watch watch, @Nullable ScriptError ended) {
		return watch.exceeded()
			.or(() -> this.calls.timeLeft().isZero() ? Optional.of(new Watchdog.Exceeded(Failure.Kind.DEADLINE, late()))
					: Optional.empty())
			.map((exceeded) -> failure(exceeded, watch.places(), ended));
	}

	private Failure failure(Watchdog.Exceeded exceeded, List<Safepoints.Place> places, @Nullable ScriptError ended) {
		if (ended == null || !places.isEmpty()) {
			return this.failures.of(exceeded.kind(), exceeded.message(), places);
		}
		return this.failures.of(exceeded.kind(), exceeded.message(), ended);
	}

	/**
	 * How much longer the request waits for the outcome. What has not begun waits for a
	 * processor. What computes although it was told to end cannot be stopped; what waits
	 * for a processor can, in a moment.
	 */
	Duration patience() {
		Duration waited = (this.watch != null) ? Duration.ofNanos(this.wait.nanos())
				: this.terms.watchdog().starvedTime();
		Duration left = this.limits.deadline().plus(waited).plus(GRACE).minusNanos(System.nanoTime() - this.begun);
		if (left.compareTo(Duration.ZERO) > 0) {
			return left;
		}
		return (!isStuck() && left.plus(BUSY).compareTo(Duration.ZERO) > 0) ? LOOK : Duration.ZERO;
	}

	/** Whether it computes although it was told to end. */
	boolean isStuck() {
		Watchdog.Watch watch = this.watch;
		return watch != null && watch.overtimeNanos() > STUCK.toNanos();
	}

	private String late() {
		return Watchdog.late(this.limits);
	}

	/** The outcome of a run that nobody waits for any more. */
	Outcome abandoned() {
		return failed(Failure.Kind.DEADLINE, late() + (isStuck() ? ", in an operation that cannot be stopped"
				: ", and the server was too busy to stop it"));
	}

	/** The outcome of a run that did not begin or was not let end. */
	Outcome failed(Failure.Kind kind, String message) {
		return outcome(Result.failed(this.failures.of(kind, message)), false);
	}

	private Outcome outcome(Result result, boolean remembered) {
		List<Effect> denials = this.record.denials();
		boolean denied = !denials.isEmpty();
		List<Effect> effects = new ArrayList<>(denied ? denials : this.record.effects());
		if (!denied && result.failure().isPresent()) {
			// A form with an error is refused for good; all else was conditional.
			effects.removeIf((effect) -> !(effect instanceof Effect.InvalidateFormField));
		}
		if (!denied) {
			effects.addAll(result.effects());
		}
		List<Warning> warnings = new ArrayList<>(result.warnings());
		warnings.addAll(this.record.warned());
		Outcome.Status status = denied ? Outcome.Status.DENIED
				: result.failure().isPresent() ? Outcome.Status.FAILED : Outcome.Status.COMPLETED;
		String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
		return new Outcome(id, status, effects, this.record.log(), warnings, result.failure(),
				Duration.ofNanos(System.nanoTime() - this.start), cpuTime(), remembered);
	}

	/** What has not begun, or did not have to, has not computed. */
	private Duration cpuTime() {
		Watchdog.Watch watch = this.watch;
		return (watch != null) ? Duration.ofNanos(watch.cpuNanos()) : Duration.ZERO;
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
