package io.claimflow;

import java.util.List;

/**
 * The answer of a run to whoever fired its trigger: whether the flow may go on, and if
 * not, why. An {@link Outcome} and the workflow's {@link FailurePolicy} make it, in this
 * order: a denial, the errors of form fields, a failure that is to stop the flow. The
 * words in it are the workflow's; the text form shows none of them.
 */
public sealed interface Verdict {

	/** Whether the flow may go on. */
	default boolean isAllowed() {
		return this instanceof Allowed;
	}

	/**
	 * The flow may go on: nothing speaks against it, no workflow is live, or the run
	 * failed and the workflow's policy is to continue.
	 *
	 * @param effects what the run asks for, in order; empty if it failed or there was
	 * none
	 */
	record Allowed(List<Effect> effects) implements Verdict {

		/** The verdict where no workflow is live. */
		public static final Allowed WITHOUT_WORKFLOW = new Allowed(List.of());

		public Allowed {
			effects = List.copyOf(effects);
		}

		/** The effects of one kind, in order. */
		public <E extends Effect> List<E> effects(Class<E> kind) {
			return this.effects.stream().filter(kind::isInstance).map(kind::cast).toList();
		}

	}

	/**
	 * The workflow denies the flow.
	 *
	 * @param denial what it asked for
	 * @param runId the identifier that finds the run in the log
	 */
	record Denied(Effect.Denial denial, String runId) implements Verdict {

		/** The workflow's words; they may go to the client, and may be empty. */
		public String reason() {
			return this.denial.reason();
		}

	}

	/**
	 * The workflow finds fault with fields of a form.
	 *
	 * @param errors what is wrong, in the order in which the workflow said so; never
	 * empty
	 * @param runId the identifier that finds the run in the log
	 */
	record Invalid(List<Effect.InvalidateFormField> errors, String runId) implements Verdict {

		public Invalid {
			errors = List.copyOf(errors);
		}

	}

	/**
	 * The run failed, and the workflow's policy is to stop the flow. Only the log says
	 * why.
	 *
	 * @param runId the identifier that finds the run in the log
	 */
	record Failed(String runId) implements Verdict {

	}

}
