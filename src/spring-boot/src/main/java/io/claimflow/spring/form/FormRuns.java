package io.claimflow.spring.form;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.FailurePolicy;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
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
		return this.runs.workflow(trigger).isPresent();
	}

	/**
	 * Lets the workflow of a trigger decide.
	 * @param trigger the trigger
	 * @param event makes the workflow's argument, and is not asked to if there is no
	 * workflow
	 */
	public FormDecision decide(Trigger trigger, Supplier<Event> event) {
		Optional<DeployedWorkflow> workflow = this.runs.workflow(trigger);
		if (workflow.isEmpty()) {
			return new FormDecision.Allowed();
		}
		Outcome outcome = this.runs.run(workflow.get(), event.get(), Claims.none());
		return decision(outcome, workflow.get().workflow().failurePolicy());
	}

	private static FormDecision decision(Outcome outcome, FailurePolicy policy) {
		Optional<Effect.DenyAccess> denial = outcome.denial();
		if (denial.isPresent()) {
			String reason = denial.get().reason();
			return new FormDecision.Denied(reason.isBlank() ? "Access was denied" : reason);
		}
		List<FieldError> errors = outcome.effects(Effect.InvalidateFormField.class)
			.stream()
			.map((effect) -> new FieldError(OLD_FIELDS.getOrDefault(effect.field(), effect.field()), effect.message()))
			.toList();
		if (!errors.isEmpty()) {
			return new FormDecision.Invalid(errors);
		}
		if (outcome.status() == Outcome.Status.FAILED && policy == FailurePolicy.STOP) {
			return new FormDecision.Denied("This could not be checked (run " + outcome.runId() + ")");
		}
		return new FormDecision.Allowed();
	}

}
