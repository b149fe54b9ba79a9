package io.claimflow.spring.form;

import java.util.Map;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.Verdict;
import io.claimflow.spring.run.WorkflowRuns;

/**
 * Runs the workflow of a form's trigger, and tells what it decided.
 */
public final class FormRuns {

	/** The names that fields had in older workflows. */
	private static final Map<String, String> OLD_FIELDS = Map.of("p_password_1", "p_first_password", "p_password_2",
			"p_second_password");

	private final WorkflowRuns runs;

	FormRuns(WorkflowRuns runs) {
		this.runs = runs;
	}

	/** Whether a trigger has a workflow. */
	public boolean isLive(Trigger trigger) {
		return this.runs.isLive(trigger);
	}

	/**
	 * Lets the workflow of a trigger decide.
	 * @param trigger the trigger
	 * @param event makes the workflow's argument, and is not asked to if there is no
	 * workflow
	 */
	public FormDecision decide(Trigger trigger, Supplier<Event> event) {
		Verdict verdict = this.runs.fire(trigger, event, Claims.none());
		if (verdict instanceof Verdict.Denied denied) {
			return new FormDecision.Denied(denied.reason().isBlank() ? "Access was denied" : denied.reason());
		}
		if (verdict instanceof Verdict.Invalid invalid) {
			return new FormDecision.Invalid(invalid.errors().stream().map(FormRuns::error).toList());
		}
		if (verdict instanceof Verdict.Failed failed) {
			return new FormDecision.Denied("This could not be checked (run " + failed.runId() + ")");
		}
		return new FormDecision.Allowed();
	}

	private static FieldError error(Effect.InvalidateFormField effect) {
		return new FieldError(OLD_FIELDS.getOrDefault(effect.field(), effect.field()), effect.message());
	}

}
