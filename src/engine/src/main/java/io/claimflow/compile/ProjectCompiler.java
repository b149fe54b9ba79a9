package io.claimflow.compile;

import io.claimflow.project.Project;

/**
 * Compiles the workflows of a project.
 */
public final class ProjectCompiler {

	/**
	 * Compiles every workflow file of a project, and reports all that is wrong with any
	 * of them.
	 */
	public Compilation compile(Project project) {
		throw new UnsupportedOperationException(project.location());
	}

}
