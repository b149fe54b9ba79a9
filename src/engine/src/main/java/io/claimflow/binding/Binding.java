package io.claimflow.binding;

import java.util.Map;
import java.util.Set;

import io.claimflow.Trigger;
import io.claimflow.Workflow;

/**
 * A capability that a workflow declares in {@code workflowSettings.bindings}, and only
 * then can use. A binding is one class and one script.
 * <p>
 * The script is a JavaScript function expression {@code (host, kernel, name) => object}
 * in a resource beside the class. It runs in the realm before any code of the workflow
 * does, and what it returns becomes the value of the binding's name: {@code kinde.env} is
 * a member of {@code kinde}, {@code console} is a global. {@code host} has the
 * {@link #functions functions} of the binding; {@code kernel} is described in
 * {@code kernel/bindings.js}.
 * <p>
 * A realm may serve one run after another. What the script returns is frozen then, and it
 * is evaluated once: what it remembers of a run, it reports with
 * {@code kernel.trace(name)}, and the run is the last of its realm.
 */
public interface Binding {

	/** The name by which it is declared and reached, such as {@code kinde.env}. */
	String name();

	/** Whether a workflow has it: as a rule, whether it declares its name. */
	default boolean granted(Workflow workflow) {
		return workflow.bindingNames().contains(name());
	}

	/** Whether it has a meaning for workflows of a trigger. */
	default boolean suits(Trigger trigger) {
		return true;
	}

	/** Whether its script returns globals, in place of the value of its name. */
	default boolean global() {
		return false;
	}

	/**
	 * The names of the members of what its script returns, of which a deployment knows
	 * whether a workflow misspells them; empty for a function and for globals.
	 */
	default Set<String> members() {
		return Set.of();
	}

	/** The resource with its script, beside the class. */
	String script();

	/**
	 * The host functions that its script may call during one run.
	 * @param run the run
	 */
	default Map<String, HostFunction> functions(RunScope run) {
		return Map.of();
	}

}
