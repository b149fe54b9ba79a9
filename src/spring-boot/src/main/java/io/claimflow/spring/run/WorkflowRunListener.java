package io.claimflow.spring.run;

/**
 * A bean of this type is told of every run, on the request's thread, once the run has
 * ended and before its outcome is applied. Whatever it throws is logged and changes
 * nothing.
 */
@FunctionalInterface
public interface WorkflowRunListener {

	/**
	 * A run has ended.
	 * @param run the run
	 */
	void ran(WorkflowRun run);

}
