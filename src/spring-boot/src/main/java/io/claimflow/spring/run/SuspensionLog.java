package io.claimflow.spring.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import org.slf4j.Logger;

/**
 * A log of suspended workflows: a line when one is suspended, one a minute with the
 * number of runs that did not begin, and one when it runs again. The runs themselves have
 * none: a client that goes on asking fills no log.
 */
final class SuspensionLog {

	private static final Duration PERIOD = Duration.ofMinutes(1);

	/** The same suspension, although two threads have looked at the clock. */
	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private static final Map<Failure.Kind, String> PROPERTIES = Map.of(Failure.Kind.DEADLINE,
			"claimflow.limits.deadline", Failure.Kind.CPU_TIME, "claimflow.limits.cpu-time", Failure.Kind.MEMORY,
			"claimflow.limits.allocated-bytes", Failure.Kind.STATEMENTS, "claimflow.limits.statements");

	private final Logger logger;

	private final InstantSource clock;

	/** By the id of the workflow: as many as a project has. */
	private final Map<String, Suspended> suspended = new ConcurrentHashMap<>();

	SuspensionLog(Logger logger, InstantSource clock) {
		this.logger = logger;
		this.clock = clock;
	}

	/**
	 * A run has ended, or did not begin.
	 * @param deployed its workflow
	 * @param outcome how it ended
	 */
	void ended(DeployedWorkflow deployed, Outcome outcome) {
		Optional<Failure.Kind> kind = outcome.failure().map(Failure::kind);
		Optional<Duration> left = deployed.suspended();
		if (kind.isEmpty() && this.suspended.isEmpty()) {
			return;
		}
		if (kind.isPresent() && left.isPresent()) {
			suspended(deployed.workflow(), kind.get(), left.get());
		}
		else if (left.isEmpty()) {
			Suspended past = this.suspended.remove(deployed.workflow().id());
			if (past != null) {
				this.logger.warn("[{}] Runs again; {} runs did not begin since it was suspended at {}",
						deployed.workflow().id(), past.runs(), past.since);
			}
		}
	}

	private void suspended(Workflow workflow, Failure.Kind kind, Duration left) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Suspended state = this.suspended.computeIfAbsent(workflow.id(), (id) -> new Suspended(now));
		synchronized (state) {
			boolean begun = kind != Failure.Kind.SUSPENDED;
			Instant until = left.isZero() ? Instant.MAX : now.plus(left);
			if (!begun) {
				state.runs++;
			}
			boolean later = !left.isZero() && until.isAfter(state.until.plus(TOLERANCE));
			if (state.until.equals(Instant.MIN) || later) {
				this.logger.error("[{}] Suspended {}: {}. Until then, no run begins{}", workflow.id(),
						left.isZero() ? "until a run has ended that cannot be stopped or is a trial" : "until " + until,
						begun ? describe(kind) : "its runs kept meeting limits",
						(state.runs == 0) ? "" : "; %d did not begin so far".formatted(state.runs));
				state.until = left.isZero() ? now : until;
				state.said = now;
			}
			else if (Duration.between(state.said, now).compareTo(PERIOD) >= 0) {
				this.logger.warn("[{}] Still suspended; {} runs did not begin since {}", workflow.id(), state.runs,
						state.since);
				state.said = now;
			}
		}
	}

	private static String describe(Failure.Kind kind) {
		String property = PROPERTIES.get(kind);
		return "its runs kept meeting limits, the last one " + kind + ((property != null) ? " (" + property + ")" : "");
	}

	/** A workflow that is suspended. */
	private static final class Suspended {

		private final Instant since;

		private Instant until = Instant.MIN;

		private Instant said;

		private long runs;

		private Suspended(Instant now) {
			this.since = now;
			this.said = now;
		}

		private synchronized long runs() {
			return this.runs;
		}

	}

}
