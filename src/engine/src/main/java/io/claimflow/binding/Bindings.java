package io.claimflow.binding;

import java.util.List;
import java.util.stream.Stream;

import io.claimflow.TokenType;
import io.claimflow.Workflow;
import io.claimflow.kinde.KindeGlobals;

/**
 * Every binding there is.
 */
public final class Bindings {

	private static final List<Binding> ALL = List.of(new ConsoleBinding(), new EnvBinding(), new AuthBinding(),
			new TokenBinding(TokenType.ACCESS_TOKEN), new TokenBinding(TokenType.ID_TOKEN),
			new TokenBinding(TokenType.M2M_TOKEN), new WidgetBinding(), new MfaBinding(), new PlanBinding(),
			new LocalizationBinding(), new FetchBinding(), new SecureFetchBinding(), new CacheBinding(),
			new UrlBinding(), new UtilBinding());

	private Bindings() {
	}

	/** Every binding, in the order in which they are installed. */
	public static List<Binding> all() {
		return ALL;
	}

	/** The bindings that a workflow's code can reach. */
	public static List<Binding> of(Workflow workflow) {
		return ALL.stream()
			.filter((binding) -> binding.granted(workflow))
			.filter((binding) -> binding.suits(workflow.trigger()))
			.toList();
	}

	/**
	 * The bindings that the built-in library can reach beside those of the workflow: what
	 * it needs for its own work, and lends to no code of the author's.
	 */
	public static List<Binding> lent(Workflow workflow) {
		return ALL.stream()
			.filter((binding) -> binding instanceof EnvBinding || binding instanceof FetchBinding)
			.filter((binding) -> !binding.granted(workflow))
			.toList();
	}

	/** Whether a workflow may declare a name. */
	public static boolean known(String name) {
		return known().anyMatch(name::equals);
	}

	/** The names that a workflow may declare, also those that this version lacks. */
	public static Stream<String> known() {
		return Stream.of(KindeGlobals.NEEDLESS.stream(), KindeGlobals.ABSENT.stream(), names())
			.flatMap((names) -> names);
	}

	/** Whether a name is that of a binding of Kinde which this version does not have. */
	public static boolean absent(String name) {
		return KindeGlobals.ABSENT.contains(name);
	}

	/** The names of every binding of this version. */
	public static Stream<String> names() {
		return ALL.stream().map(Binding::name);
	}

}
