package io.claimflow.kinde;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The globals of Kinde's workflows: their names, and the bindings that they are members
 * of or need.
 */
public final class KindeGlobals {

	/** The global of which most bindings are members. */
	public static final String NAMESPACE = "kinde";

	/** Globals that are there with a binding alone: a top level cannot use them. */
	public static final Set<String> OF_RUNS = Set.of(NAMESPACE, "util");

	/** The bindings that globals need. */
	public static final Map<String, List<String>> BINDINGS = Map.of("URL", List.of("url"), "URLSearchParams",
			List.of("url"), "util", List.of("util"), "fetch", List.of("kinde.fetch"), NAMESPACE, List.of(), "console",
			List.of());

	/** What to write in place of names that other platforms have. */
	public static final Map<String, String> INSTEAD = Map.of("MFAPolicy",
			"It is a type; write \"required\" or \"skip\".", "require",
			"A workflow is an ES module. Write: import name from \"…\"; or import { name } from \"…\";", "exports",
			"A workflow is an ES module. Write: export const name = …;", "module",
			"A workflow is an ES module. Write: export default … or export const name = …;", "process",
			"Read variables with getEnvironmentVariable(\"NAME\") inside the workflow's function, which needs the binding \"kinde.env\".");

	/** Names that workflows declare and that need nothing. */
	public static final Set<String> NEEDLESS = Set.of(NAMESPACE, "module");

	/** Bindings of Kinde that this version does not have. */
	public static final Set<String> ABSENT = Set.of("kinde.risk", "kinde.ssoSession");

	private KindeGlobals() {
	}

	/** The name of the binding that is a member of the global. */
	public static String binding(String member) {
		return NAMESPACE + "." + member;
	}

}
