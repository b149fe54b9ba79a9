package io.claimflow.settings;

import java.util.List;
import java.util.Optional;

import io.claimflow.Workflow;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.kinde.KindeGlobals;

/**
 * An explanation of why a workflow lacks a binding that its code uses.
 */
public final class MissingBinding {

	private MissingBinding() {
	}

	/**
	 * What to do where something is missing.
	 * @param chain what is missing, in the words of the source, such as
	 * {@code kinde.fetch}
	 */
	public static Optional<String> advice(Workflow workflow, String chain) {
		String[] names = chain.split("(?:\\.|\\[['\"]?)|['\"]?\\]\\.?");
		String name = (names[0].equals(KindeGlobals.NAMESPACE) && names.length > 1) ? KindeGlobals.binding(names[1])
				: KindeGlobals.BINDINGS.getOrDefault(names[0], List.of()).stream().findFirst().orElse("");
		if (name.isEmpty()) {
			return Optional.empty();
		}
		if (!Bindings.known(name)) {
			return suggestion(KindeGlobals.NAMESPACE, names[1]);
		}
		if (Bindings.absent(name)) {
			return Optional.of("the binding \"" + name + "\" is not part of this version");
		}
		Optional<Binding> binding = Bindings.all().stream().filter((known) -> known.name().equals(name)).findFirst();
		if (binding.filter((known) -> known.suits(workflow.trigger())).isEmpty()) {
			return Optional.of("\"" + workflow.trigger() + "\" does not have the binding \"" + name + "\"");
		}
		return binding.filter((known) -> known.granted(workflow)).isPresent()
				? (names.length > 2) ? suggestion(name, names[2]) : Optional.empty()
				: Optional.of("declare the binding in workflowSettings.bindings: \"" + name + "\": {}");
	}

	private static Optional<String> suggestion(String owner, String member) {
		return BindingMembers.of(owner)
			.filter((members) -> !BindingMembers.has(members, member))
			.flatMap((members) -> Suggestion.to(member, members.stream().sorted()))
			.map((near) -> "did you mean " + owner + "." + near + "?");
	}

}
