package io.claimflow.compile;

import java.util.List;
import java.util.Set;

import io.claimflow.Problem;
import io.claimflow.project.Project;

/**
 * SWC, which parses what it has made once more: what isolation and speed rest on is known
 * of it.
 *
 * @param swc the compiler
 */
record SwcCompiler(Swc swc) implements ModuleCompiler {

	@Override
	public void begin() {
	}

	@Override
	public AuthorModule read(SourceText source) throws Swc.SyntaxException {
		return new SourceModule(this.swc, source);
	}

	@Override
	public List<Problem> neverRun(Project project, Progress progress, Set<String> used) {
		return new NeverRunCheck(project, this.swc, progress).problems(used);
	}

}
