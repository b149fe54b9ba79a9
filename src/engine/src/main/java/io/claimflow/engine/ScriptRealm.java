package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.FailurePolicy;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.engine.admission.ComputePermit;
import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.realm.EventJson;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.engine.realm.PooledRealm;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.RealmSharing;
import io.claimflow.engine.realm.ScriptError;
import io.claimflow.engine.watch.RunThreads;
import io.claimflow.engine.watch.Watchdog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A script in a realm of its own, which keeps what its modules hold from one call to the
 * next. A call that a limit ends is the last. One thread at a time calls it.
 */
public final class ScriptRealm implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(ScriptRealm.class);

	/** Nobody's sign-in waits. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final Trigger TRIGGER = new Trigger("claimflow:script", Set.of(), Set.of());

	private final Script script;

	private final Workflow workflow;

	private final RealmSharing sharing;

	private final RealmPool realms;

	private final Watchdog watchdog;

	private final RunThreads workers;

	private final Limits limits;

	private volatile @Nullable PooledRealm realm;

	private volatile boolean usable = true;

	private volatile boolean linked;

	ScriptRealm(Script script, Limits limits, ScriptHost host, RealmPool realms, Watchdog watchdog,
			RunThreads workers) {
		this.script = script;
		this.limits = limits;
		this.realms = realms;
		this.watchdog = watchdog;
		this.workers = workers;
		this.workflow = new Workflow(script.file(), script.file(), TRIGGER, FailurePolicy.STOP,
				Map.of("url", Map.of(), "util", Map.of()), script.file());
		this.sharing = new RealmSharing(this.workflow, script.program(), 1, List.of(new ScriptBinding(host)));
	}

	/**
	 * Calls the tool's {@code main}, and waits for its end. The first call evaluates the
	 * script.
	 * @param argument its argument as JSON types
	 * @param deadline the time that the call may take
	 */
	public Ended call(Map<String, Object> argument, Duration deadline) {
		if (!this.usable) {
			throw new IllegalStateException("The realm of " + this.script.file() + " has come to its end");
		}
		Limits limits = this.limits.within(deadline);
		Call call = new Call(limits, new EventJson(this.workflow, new Event(argument, Map.of())));
		try {
			return this.workers.<Ended>call(call::work, call.patience(), () -> {
			});
		}
		catch (RunThreads.AbandonedException ex) {
			this.usable = false;
			return call.abandoned();
		}
		catch (InterruptedException ex) {
			this.usable = false;
			Thread.currentThread().interrupt();
			return new Ended(Optional.of(call.failures.of(Failure.Kind.INTERNAL, "It was interrupted")), List.of(),
					false);
		}
	}

	private PooledRealm realm() {
		PooledRealm made = this.realm;
		if (made == null) {
			made = this.realms.take(this.sharing, Fixed.NOTHING);
			this.realm = made;
		}
		return made;
	}

	/** Whether another call can follow. */
	public boolean isUsable() {
		return this.usable;
	}

	@Override
	public void close() {
		this.usable = false;
		PooledRealm made = this.realm;
		if (made != null) {
			made.close();
		}
	}

	/**
	 * How a call ended.
	 *
	 * @param failure why it failed, if it did
	 * @param log what it logged
	 * @param floating whether it had begun what it did not wait for
	 */
	public record Ended(Optional<Failure> failure, List<LogLine> log, boolean floating) {

		public Ended {
			log = List.copyOf(log);
		}

	}

	private final class Call {

		private final Limits limits;

		private final EventJson argument;

		private final HostCalls calls;

		private final RunRecorder record;

		private final FailureReader failures;

		Call(Limits limits, EventJson argument) {
			this.limits = limits;
			this.argument = argument;
			this.calls = new HostCalls(limits.calls(), limits.deadline(), new ComputePermit(new Semaphore(1)),
					new PermitWait(ScriptRealm.this.watchdog.shortage()), Duration.ZERO);
			this.record = new RunRecorder(ScriptRealm.this.workflow, List::of, (text) -> false, limits,
					HostServices.NONE, this.calls, Optional::empty);
			this.failures = new FailureReader(ScriptRealm.this.script.program().modules(), (chain) -> Optional.empty(),
					this.record::maskSource, this.record::mask);
		}

		Supplier<Duration> patience() {
			long end = System.nanoTime() + this.limits.deadline().plus(GRACE).toNanos();
			return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
		}

		void work(Consumer<Ended> answer) {
			PooledRealm realm = realm();
			this.calls.start();
			try (this.calls; Watchdog.Watch watch = ScriptRealm.this.watchdog.watch(realm.realm(), this.limits)) {
				RunClaims claims = new RunClaims(ScriptRealm.this.workflow, ScriptRealm.this.sharing.bindings(),
						Claims.none(), this.limits);
				realm.begin(new RunHost(this.argument, claims, this.record, this.calls, this.failures));
				Ended ended = ended(realm, watch);
				ScriptRealm.this.usable = watch.endInTime() && ScriptRealm.this.linked;
				if (ScriptRealm.this.usable) {
					realm.again();
				}
				answer.accept(ended);
			}
		}

		private Ended ended(PooledRealm realm, Watchdog.Watch watch) {
			WorkflowCall call = new WorkflowCall(realm.realm(), this.calls, this.failures,
					() -> message(Failure.Kind.DEADLINE));
			try {
				realm.link();
				ScriptRealm.this.linked = true;
				Optional<Failure> failure = call.make(this.argument)
					.map((found) -> found.kind() == Failure.Kind.NEVER_SETTLES
							? this.failures.of(found.kind(), message(found.kind())) : found);
				return new Ended(failure, this.record.log(), !call.floating().isEmpty());
			}
			catch (RuntimeException | StackOverflowError | OutOfMemoryError ex) {
				ScriptError error = ScriptError.of(ex).orElse(null);
				return new Ended(Optional.of(watch.exceeded()
					.map((exceeded) -> limit(exceeded.kind(), watch.places(), error))
					.orElseGet(() -> thrown(ex, error, realm))), this.record.log(), false);
			}
		}

		private Failure limit(Failure.Kind kind, List<Safepoints.Place> places, @Nullable ScriptError error) {
			return (error == null || !places.isEmpty()) ? this.failures.of(kind, message(kind), places)
					: this.failures.of(kind, message(kind), error);
		}

		private Failure thrown(Throwable thrown, @Nullable ScriptError error, PooledRealm realm) {
			if (error == null) {
				logger.error("The engine failed while it ran a script", thrown);
				return this.failures.of(Failure.Kind.INTERNAL, "The engine failed with " + thrown.getClass().getName());
			}
			return switch (error.kind()) {
				case STATEMENTS -> limit(Failure.Kind.STATEMENTS, List.of(), error);
				case MEMORY -> limit(Failure.Kind.MEMORY, List.of(), error);
				case CANCELLED, INTERNAL -> this.failures.of(Failure.Kind.INTERNAL, error.message());
				case THROWN, SYNTAX -> this.failures.read(error, realm.realm());
			};
		}

		Ended abandoned() {
			return new Ended(
					Optional.of(this.failures.of(Failure.Kind.DEADLINE,
							message(Failure.Kind.DEADLINE) + ", in an operation that cannot be stopped")),
					this.record.log(), false);
		}

		private String message(Failure.Kind kind) {
			return switch (kind) {
				case DEADLINE -> "It was still running after %d ms".formatted(this.limits.deadline().toMillis());
				case CPU_TIME -> "It computed for more than %d ms".formatted(this.limits.cpuTime().toMillis());
				case MEMORY ->
					"It held more memory than the %d bytes that it may".formatted(this.limits.allocatedBytes());
				case STATEMENTS ->
					"It executed more than the %d statements that it may".formatted(this.limits.statements());
				case NEVER_SETTLES -> "It awaits a promise that nothing will ever settle; await only what can end";
				default -> "It failed";
			};
		}

	}

}
