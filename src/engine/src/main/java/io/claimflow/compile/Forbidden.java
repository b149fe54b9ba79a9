package io.claimflow.compile;

import io.claimflow.Problem;

/**
 * Syntax that no workflow can use.
 */
enum Forbidden {

	TOP_LEVEL_AWAIT("await at the top level of a module is not possible in a workflow",
			"Await inside the workflow's function."),
	DYNAMIC_IMPORT("Dynamic import() is not possible in a workflow",
			"Use an import declaration at the top of the file."),
	IMPORT_META("import.meta is not possible in a workflow", "Remove it: a workflow has no address."),
	RETURN("return outside of a function is not possible in a workflow", "Remove it, or move it into a function."),
	NESTED("The code is nested more than %d levels deep".formatted(Depth.LIMIT),
			"Split it: give parts of it names of their own."),
	COMMON_JS("A CommonJS import or export is not possible in a workflow",
			"Use import … from \"…\" and export instead.");

	private final String message;

	private final String action;

	Forbidden(String message, String action) {
		this.message = message;
		this.action = action;
	}

	/** The levels of brackets, or of syntax, in a file. */
	static final class Depth {

		static final int LIMIT = 2_000;

		private Depth() {
		}

	}

	/**
	 * The problem at a place.
	 * @param codePoints the place, in code points from the start of the file
	 */
	Problem at(SourceText source, int codePoints) {
		return source.problem(codePoints, this.message, this.action);
	}

}
