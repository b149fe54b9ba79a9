package io.claimflow;

import java.util.Map;
import java.util.Set;

/**
 * A compiled workflow, as its {@code workflowSettings} describe it.
 *
 * @param id the identifier, unique in its project
 * @param name the name for people; the identifier if the settings give none
 * @param trigger the moment at which it runs
 * @param failurePolicy what a failed run means for the flow
 * @param bindings the declared bindings by name, each with its options as JSON types
 * @param file the source file, relative to the project's root, with forward slashes
 */
public record Workflow(String id, String name, Trigger trigger, FailurePolicy failurePolicy,
		Map<String, Map<String, Object>> bindings, String file) {

	public Workflow {
		bindings = Map.copyOf(bindings);
	}

	/** The names of the declared bindings. */
	public Set<String> bindingNames() {
		return this.bindings.keySet();
	}

}
