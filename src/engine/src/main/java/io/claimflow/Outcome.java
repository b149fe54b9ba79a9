package io.claimflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run ended with. Pure data: it can be applied, recorded, compared and shown.
 *
 * @param runId an identifier that finds this run in the log, and says nothing else
 * @param status how the run ended
 * @param effects what the run asks for, in order: its claims if it completed, and a
 * denial even if it failed
 * @param log what the workflow logged, in order, secrets masked
 * @param warnings what was ignored or is worth a look
 * @param failure why the run failed, if it did; a denied run can have failed afterwards
 * @param duration the time from start to end on the wall clock
 */
public record Outcome(String runId, Status status, List<Effect> effects, List<LogLine> log, List<Warning> warnings,
		Optional<Failure> failure, Duration duration) {

	public Outcome {
		effects = List.copyOf(effects);
		log = List.copyOf(log);
		warnings = List.copyOf(warnings);
	}

	/** The effects of one kind, in order. */
	public <E extends Effect> List<E> effects(Class<E> kind) {
		return this.effects.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/** The first denial, if access is denied. */
	public Optional<Effect.DenyAccess> denial() {
		return effects(Effect.DenyAccess.class).stream().findFirst();
	}

	/** How a run ended. */
	public enum Status {

		/** The workflow returned. */
		COMPLETED,

		/** The workflow denied access, whatever it did before or after. */
		DENIED,

		/** The workflow threw, ran out of a limit or asked for what cannot be. */
		FAILED

	}

}
