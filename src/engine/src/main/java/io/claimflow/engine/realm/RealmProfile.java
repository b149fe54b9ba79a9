package io.claimflow.engine.realm;

import java.util.List;
import java.util.Set;

import io.claimflow.binding.Binding;

/**
 * What is in a hardened realm beside what is built in. Workflows for which that is the
 * same can run there in turn.
 *
 * @param bindings the bindings that are installed
 * @param modules the names of the built-in modules that are evaluated once, for all runs
 * @param parts the parts that are loaded ahead, so that runs can use them
 */
public record RealmProfile(List<Binding> bindings, List<String> modules, Set<String> parts) {

	public RealmProfile {
		bindings = List.copyOf(bindings);
		modules = modules.stream().sorted().toList();
		parts = Set.copyOf(parts);
	}

}
