package io.claimflow.spring.console.workflow;

import java.util.Set;

/**
 * Says whether the database has by now what a workflow lacked when it was loaded.
 */
public interface StoredNeeds {

	/** The names of the variables that there are. */
	Set<String> variables();

	/** Whether a workflow has a key that is active. */
	boolean hasKey(String workflow);

}
