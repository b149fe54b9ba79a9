package io.claimflow.spring.console.workflow;

/**
 * Says whether the database has by now what a workflow lacked when it was loaded.
 */
public interface StoredNeeds {

	/** Whether there is a variable of that name. */
	boolean hasVariable(String name);

	/** Whether a workflow has a key that is active. */
	boolean hasKey(String workflow);

}
