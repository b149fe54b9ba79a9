package io.claimflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run ended with. Pure data: it can be applied, recorded, compared and shown.
 * <p>
 * A denial drops every other effect. A run that failed without one keeps the errors of
 * form fields that it asked for before, whatever the failure policy says, since losing
 * one would let through what the workflow refused; its other effects are dropped.
 *
 * @param runId an identifier that finds this run in the log, and says nothing else
 * @param status how the run ended
 * @param effects what the run asks for: in the order in which it did, and then its
 * changes of claims
 * @param log what the workflow logged, in order, secrets masked
 * @param warnings what was ignored or is worth a look
 * @param failure why the run failed, if it did; a denied run can have failed afterwards
 * @param duration the time from start to end on the wall clock
 * @param cpuTime the part of it in which the run computed, on a processor
 * @param cached whether this is what an earlier run for the same event came to, since
 * another one would come to the same
 */
public record Outcome(String runId, Status status, List<Effect> effects, List<LogLine> log, List<Warning> warnings,
		Optional<Failure> failure, Duration duration, Duration cpuTime, boolean cached) {

	public Outcome {
		effects = List.copyOf(effects);
		log = List.copyOf(log);
		warnings = List.copyOf(warnings);
	}

	/** The effects of one kind, in order. */
	public <E extends Effect> List<E> effects(Class<E> kind) {
		return this.effects.stream().filter(kind::isInstance).map(kind::cast).toList();
	}

	/** The denial of access, if the workflow asked for it. */
	public Optional<Effect.DenyAccess> denial() {
		return effects(Effect.DenyAccess.class).stream().findFirst();
	}

	/**
	 * What this means for the flow that the run belongs to.
	 * @param policy what a failure of the workflow means for the flow
	 */
	public Verdict verdict(FailurePolicy policy) {
		Optional<Effect.Denial> denial = effects(Effect.Denial.class).stream().findFirst();
		if (denial.isPresent()) {
			return new Verdict.Denied(denial.get(), this.runId);
		}
		List<Effect.InvalidateFormField> errors = effects(Effect.InvalidateFormField.class);
		if (!errors.isEmpty()) {
			return new Verdict.Invalid(errors, this.runId);
		}
		if (this.status == Status.FAILED && policy == FailurePolicy.STOP) {
			return new Verdict.Failed(this.runId);
		}
		return new Verdict.Allowed(this.effects);
	}

	/** How a run ended. */
	public enum Status {

		/** The workflow returned. */
		COMPLETED,

		/**
		 * The workflow asked for an {@link Effect.Denial}, whatever it did before or
		 * after.
		 */
		DENIED,

		/** The workflow threw, ran out of a limit or asked for what cannot be. */
		FAILED

	}

}
