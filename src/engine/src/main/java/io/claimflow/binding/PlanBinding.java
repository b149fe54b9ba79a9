package io.claimflow.binding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Effect;
import io.claimflow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * {@code kinde.plan.denySelection(message, reasons)} and
 * {@code kinde.plan.denyCancellation(reason)}, each where the trigger permits it.
 */
final class PlanBinding implements Binding {

	@Override
	public String name() {
		return "kinde.plan";
	}

	@Override
	public boolean suits(Trigger trigger) {
		return trigger.effects().contains(Effect.DenyPlanSelection.class)
				|| trigger.effects().contains(Effect.DenyPlanCancellation.class);
	}

	@Override
	public Set<String> members() {
		return Set.of("denySelection", "denyCancellation");
	}

	@Override
	public String script() {
		return "plan.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("denySelection", (arguments) -> denySelection(run, arguments), "denyCancellation",
				(arguments) -> denyCancellation(run, arguments));
	}

	private static @Nullable String denySelection(RunScope run, List<String> arguments) {
		run.effect(new Effect.DenyPlanSelection(arguments.get(0), arguments.subList(1, arguments.size())));
		return null;
	}

	private static @Nullable String denyCancellation(RunScope run, List<String> arguments) {
		run.effect(new Effect.DenyPlanCancellation(arguments.get(0)));
		return null;
	}

}
