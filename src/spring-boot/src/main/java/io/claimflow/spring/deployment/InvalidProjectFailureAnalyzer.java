package io.claimflow.spring.deployment;

import java.util.List;
import java.util.stream.Collectors;

import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Shows every problem of a project that stops the start.
 */
final class InvalidProjectFailureAnalyzer extends AbstractFailureAnalyzer<InvalidProjectAtStartException> {

	private static final String FIRST_WORKFLOW = """
			If there is no workflow yet, write a first one, src/main/resources/workflows/MachineTokenWorkflow.ts:

			    import { m2mTokenClaims, WorkflowTrigger } from "@kinde/infrastructure";

			    export const workflowSettings = {
			      id: "machine-token",
			      trigger: WorkflowTrigger.M2MTokenGeneration,
			      bindings: { "kinde.m2mToken": {} },
			    };

			    export default async function (event: any) {
			      m2mTokenClaims<any>().hello = event.context.application.clientId;
			    }

			""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidProjectAtStartException cause) {
		List<Problem> problems = (cause.getCause() instanceof InvalidProjectException invalid) ? invalid.problems()
				: List.of();
		String action = "Correct the project, or point claimflow.project to another one, such as file:./my-workflows."
				+ " To start without workflows, set claimflow.enabled=false.";
		return new FailureAnalysis(
				"The workflows of the project " + cause.location() + " cannot be deployed ("
						+ ((problems.size() == 1) ? "1 problem" : problems.size() + " problems") + "):\n\n"
						+ problems.stream().map(Problem::toString).collect(Collectors.joining("\n")),
				isUnwritten(cause.location(), problems) ? FIRST_WORKFLOW + action : action, cause);
	}

	/** Whether nobody seems to have thought of a project yet. */
	private static boolean isUnwritten(String location, List<Problem> problems) {
		return location.equals(ProjectProperties.DEFAULT_PROJECT) && problems.size() == 1
				&& problems.get(0).location() == null;
	}

}
