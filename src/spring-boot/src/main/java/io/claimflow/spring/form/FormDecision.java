package io.claimflow.spring.form;

import java.util.List;

import io.claimflow.Verdict;

/**
 * A decision of a workflow about a form.
 */
public sealed interface FormDecision {

	/**
	 * The decision that follows from a verdict.
	 * @param verdict of a workflow on the trigger of a form
	 */
	static FormDecision of(Verdict verdict) {
		if (verdict instanceof Verdict.Denied denied) {
			return new Denied(denied.reason().isBlank() ? "Access was denied" : denied.reason());
		}
		if (verdict instanceof Verdict.Invalid invalid) {
			return new Invalid(invalid.errors().stream().map(FieldError::of).toList());
		}
		if (verdict instanceof Verdict.Failed failed) {
			return new Denied("This could not be checked (run " + failed.runId() + ")");
		}
		return new Allowed();
	}

	/** Whether the form may be processed. */
	default boolean isAllowed() {
		return this instanceof Allowed;
	}

	/** Nothing speaks against the form, or no workflow is there for it. */
	record Allowed() implements FormDecision {

	}

	/**
	 * The form is refused as a whole: the workflow denied access, or it failed and its
	 * {@code failurePolicy} is {@code stop}.
	 *
	 * @param reason words to the user: the workflow's, or for a failure a sentence with
	 * the identifier that finds the run in the log; never empty
	 */
	record Denied(String reason) implements FormDecision {

	}

	/**
	 * The form is refused for some of its fields.
	 *
	 * @param errors what is wrong, in the order in which the workflow said so; never
	 * empty
	 */
	record Invalid(List<FieldError> errors) implements FormDecision {

		public Invalid {
			errors = List.copyOf(errors);
		}

	}

}
