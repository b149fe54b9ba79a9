package io.claimflow.binding;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * {@code kinde.env.get(key)}: {@code { value, isSecret }}. The value of an unset variable
 * is {@code undefined}.
 */
final class EnvBinding implements Binding {

	@Override
	public String name() {
		return "kinde.env";
	}

	@Override
	public Set<String> members() {
		return Set.of("get");
	}

	@Override
	public String script() {
		return "env.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("get", (arguments) -> get(run, arguments.get(0)));
	}

	/** One character that tells a secret from a plain variable, and then the value. */
	private static @Nullable String get(RunScope run, String key) {
		return run.variable(key).map((variable) -> (variable.secret() ? "s" : "p") + variable.value()).orElse(null);
	}

}
