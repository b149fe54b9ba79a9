package io.claimflow.kinde;

import java.util.Map;
import java.util.Set;

import io.claimflow.Trigger;

/**
 * The names of Kinde's settings of a workflow.
 */
public final class KindeSettings {

	/** The export of a workflow file that has its settings. */
	public static final String EXPORT = "workflowSettings";

	/** The members of the settings. */
	public static final Set<String> MEMBERS = Set.of("id", "name", "trigger", "failurePolicy", "bindings");

	/** Spellings of triggers that Kinde's documentation has, too. */
	public static final Map<String, Trigger> ALIASES = Map.of("m2m:tokens_generation", Trigger.M2M_TOKEN_GENERATION);

	private KindeSettings() {
	}

}
