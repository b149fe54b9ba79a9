package io.claimflow.binding;

import java.util.Map;
import java.util.Set;

import io.claimflow.Effect;
import io.claimflow.MfaPolicy;
import io.claimflow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * {@code kinde.mfa.setEnforcementPolicy("required" | "skip")}, for this sign-in alone.
 */
final class MfaBinding implements Binding {

	private static final Map<String, MfaPolicy> POLICIES = Map.of("required", MfaPolicy.REQUIRED, "skip",
			MfaPolicy.SKIP);

	@Override
	public String name() {
		return "kinde.mfa";
	}

	@Override
	public boolean suits(Trigger trigger) {
		return trigger.effects().contains(Effect.SetMfaPolicy.class);
	}

	@Override
	public Set<String> members() {
		return Set.of("setEnforcementPolicy");
	}

	@Override
	public String script() {
		return "mfa.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("setEnforcementPolicy", (arguments) -> setEnforcementPolicy(run, arguments.get(0)));
	}

	private static @Nullable String setEnforcementPolicy(RunScope run, String name) {
		MfaPolicy policy = POLICIES.get(name);
		if (policy == null) {
			throw new HostFunctionException("setEnforcementPolicy takes \"required\" or \"skip\"");
		}
		run.effect(new Effect.SetMfaPolicy(policy));
		return null;
	}

}
