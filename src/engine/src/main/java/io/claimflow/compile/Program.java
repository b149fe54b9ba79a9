package io.claimflow.compile;

import java.util.List;

import io.claimflow.SourceLocation;

/**
 * One workflow file with every module it imports, directly or not.
 */
public interface Program {

	/** The workflow file, relative to the project's root. */
	String file();

	/**
	 * The modules, the entry first: the workflow file itself. Programs of one compilation
	 * share the modules that they have in common.
	 */
	List<CompiledModule> modules();

	/**
	 * Where the workflow file writes the value of a setting.
	 * @param path the path within {@code workflowSettings}, such as
	 * {@code ["failurePolicy", "action"]}; empty for {@code workflowSettings} itself
	 * @return the place of that value, or of the closest thing around it that is there
	 */
	SourceLocation setting(List<String> path);

	/** What the author's files use without declaring it, file by file. */
	List<Use> uses();

	/** Where the workflow file writes its default export, or the start of the file. */
	SourceLocation defaultExport();

}
