package io.claimflow.compile;

import java.util.List;
import java.util.Set;

import com.caoccao.javet.swc4j.enums.Swc4jMediaType;
import io.claimflow.Problem;
import io.claimflow.artifact.CompiledModule;
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
	public boolean mayShareRealms(String code) {
		try {
			SourceText source = new SourceText(CompiledModule.PACKAGES, code);
			return !PackageMutation.isIn(this.swc.parse(source, Swc4jMediaType.JavaScript, true));
		}
		catch (Swc.SyntaxException ex) {
			// CommonJS may have what a module may not, such as octal numbers
			return false;
		}
	}

	@Override
	public List<Problem> neverRun(Project project, Progress progress, Set<String> used) {
		return new NeverRunCheck(project, this.swc, progress).problems(used);
	}

}
