package io.claimflow.settings;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.kinde.KindeGlobals;

/**
 * What the objects have that bindings are to a workflow.
 */
final class BindingMembers {

	private static final Set<String> ROOTS = Set.of("console", "util");

	private static final String KINDE = "kinde.";

	/** What every object has, and every function. */
	private static final Set<String> INHERITED = Set.of("constructor", "hasOwnProperty", "isPrototypeOf",
			"propertyIsEnumerable", "toLocaleString", "toString", "valueOf", "apply", "bind", "call", "length", "name",
			"prototype");

	private BindingMembers() {
	}

	/**
	 * The names that something has as its members, or empty if nobody knows.
	 * @param owner {@code kinde}, or a binding
	 */
	static Optional<Set<String>> of(String owner) {
		if (owner.equals(KindeGlobals.NAMESPACE)) {
			return Optional.of(Bindings.known()
				.filter((name) -> name.startsWith(KINDE))
				.map((name) -> name.substring(KINDE.length()))
				.collect(Collectors.toSet()));
		}
		return (owner.startsWith(KINDE) || ROOTS.contains(owner)) ? Bindings.all()
			.stream()
			.filter((binding) -> binding.name().equals(owner))
			.findFirst()
			.map(Binding::members) : Optional.empty();
	}

	/** Whether something has a member, of its own or as every object has. */
	static boolean has(Set<String> members, String name) {
		return members.contains(name) || INHERITED.contains(name);
	}

}
