package io.claimflow.spring.runlog;

/**
 * Is published when somebody has looked at the values of a run's claims, or has exported
 * or removed what there is of a user, or has tried what a workflow does.
 *
 * @param caller who it was, such as {@code client:ops}
 * @param action what they did
 * @param runId the run that they looked at, or empty for all those of a user
 * @param runs the number of runs
 */
public record RunAccessEvent(String caller, Action action, String runId, long runs) {

	/** What was done. */
	public enum Action {

		/** The values of one run were looked at. */
		VALUES,
		/** What there is of a user was exported. */
		EXPORT,
		/** What there was of a user was removed. */
		REMOVE,
		/** A workflow was tried, in a run that the log does not have. */
		TRY,
		/** The same, and its calls were made. */
		TRY_WITH_CALLS

	}

}
