package io.claimflow.compile;

import java.util.List;
import java.util.Set;

import io.claimflow.Problem;
import io.claimflow.project.Project;

/**
 * A compiler of single files.
 */
interface ModuleCompiler {

	/** Loads what the first file needs, which can take seconds. */
	void begin();

	/**
	 * Reads a file.
	 * @throws Swc.SyntaxException if it is not a module in its language
	 */
	AuthorModule read(SourceText source) throws Swc.SyntaxException;

	/**
	 * Whether the packages of a workflow do not mind that what is global and built in is
	 * frozen, as far as their code shows.
	 * @param code the module with all of them
	 */
	boolean mayShareRealms(String code);

	/**
	 * The files that never run although they have the settings of a workflow, as far as
	 * the compiler can tell.
	 * @param used the files whose settings a workflow takes for its own
	 */
	List<Problem> neverRun(Project project, Progress progress, Set<String> used);

}
