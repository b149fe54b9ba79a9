package io.claimflow.binding;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Effect;
import io.claimflow.Trigger;
import org.jspecify.annotations.Nullable;

/**
 * {@code kinde.widget.invalidateFormField(field, message)}. It does not throw: a workflow
 * can find fault with several fields.
 */
final class WidgetBinding implements Binding {

	@Override
	public String name() {
		return "kinde.widget";
	}

	@Override
	public boolean suits(Trigger trigger) {
		return trigger.effects().contains(Effect.InvalidateFormField.class);
	}

	@Override
	public Set<String> members() {
		return Set.of("invalidateFormField");
	}

	@Override
	public String script() {
		return "widget.js";
	}

	@Override
	public Map<String, HostFunction> functions(RunScope run) {
		return Map.of("invalidateFormField", (arguments) -> invalidateFormField(run, arguments));
	}

	private static @Nullable String invalidateFormField(RunScope run, List<String> arguments) {
		run.effect(new Effect.InvalidateFormField(arguments.get(0), arguments.get(1)));
		return null;
	}

}
