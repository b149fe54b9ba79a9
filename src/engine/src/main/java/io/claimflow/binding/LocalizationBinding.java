package io.claimflow.binding;

import java.util.Map;
import java.util.Set;

/**
 * {@code kinde.localization.get(key)}: a text of the server's in the user's language, or
 * {@code undefined} if there is none of that key.
 */
final class LocalizationBinding implements Binding {

	@Override
	public String name() {
		return "kinde.localization";
	}

	@Override
	public Set<String> members() {
		return Set.of("get");
	}

	@Override
	public String script() {
		return "localization.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("get", (arguments) -> run.localized(arguments.get(0)).orElse(null));
	}

}
