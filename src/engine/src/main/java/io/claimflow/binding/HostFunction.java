package io.claimflow.binding;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A function of the host that a binding's script calls. Only strings cross: the script
 * makes them from the workflow's values, and the host can keep no reference into the
 * sandbox.
 */
@FunctionalInterface
public interface HostFunction {

	/**
	 * Calls the host.
	 * @param arguments the arguments, as strings
	 * @return a string, or null for {@code undefined}
	 * @throws HostFunctionException to throw a JavaScript {@code Error} with its message
	 */
	@Nullable String call(List<String> arguments);

}
