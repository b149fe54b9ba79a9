package io.claimflow.binding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Effect;
import io.claimflow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * {@code kinde.auth.denyAccess(reason)}. It does not throw: code after it runs on, and
 * cannot take the denial back.
 */
final class AuthBinding implements Binding {

	@Override
	public String name() {
		return "kinde.auth";
	}

	@Override
	public boolean suits(Trigger trigger) {
		return trigger.effects().contains(Effect.DenyAccess.class);
	}

	@Override
	public Set<String> members() {
		return Set.of("denyAccess");
	}

	@Override
	public String script() {
		return "auth.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("denyAccess", (arguments) -> denyAccess(run, arguments));
	}

	private static @Nullable String denyAccess(RunScope run, List<String> arguments) {
		run.effect(new Effect.DenyAccess(arguments.get(0)));
		return null;
	}

}
