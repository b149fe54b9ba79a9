package io.claimflow.binding;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.claimflow.TokenType;
import io.claimflow.Workflow;

/**
 * Every binding there is.
 */
public final class Bindings {

	private static final List<Binding> ALL = List.of(new ConsoleBinding(), new EnvBinding(), new AuthBinding(),
			new TokenBinding(TokenType.ACCESS_TOKEN), new TokenBinding(TokenType.ID_TOKEN),
			new TokenBinding(TokenType.M2M_TOKEN), new UrlBinding(), new UtilBinding());

	/**
	 * Names that workflows declare and that need nothing, or are not part of this
	 * version.
	 */
	private static final Set<String> TOLERATED = Set.of("kinde", "module", "kinde.fetch", "kinde.secureFetch",
			"kinde.cache", "kinde.widget", "kinde.mfa", "kinde.plan", "kinde.localization", "kinde.risk",
			"kinde.ssoSession");

	private Bindings() {
	}

	/** Every binding, in the order in which they are installed. */
	public static List<Binding> all() {
		return ALL;
	}

	/** The bindings that a workflow's code can reach. */
	public static List<Binding> of(Workflow workflow) {
		return ALL.stream()
			.filter((binding) -> binding.implicit() || workflow.bindingNames().contains(binding.name()))
			.filter((binding) -> binding.suits(workflow.trigger()))
			.toList();
	}

	/** Whether a name is one that a workflow may declare. */
	public static boolean known(String name) {
		return TOLERATED.contains(name) || names().anyMatch(name::equals);
	}

	/** The names of every binding of this version. */
	public static Stream<String> names() {
		return ALL.stream().map(Binding::name);
	}

}
