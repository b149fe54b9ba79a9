package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.claimflow.CompilerUnavailableException;
import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Versions;
import io.claimflow.compile.BuiltInModules;
import io.claimflow.compile.Compilation;
import io.claimflow.compile.ProjectCompiler;

/**
 * A check of what an artifact says of itself. What isolation rests on is found out again
 * from the sources, or done without.
 */
final class ArtifactCheck {

	private final ProjectCompiler compiler;

	ArtifactCheck(ProjectCompiler compiler) {
		this.compiler = compiler;
	}

	/**
	 * Checks an artifact.
	 * @param artifact the artifact
	 * @return the programs to run
	 * @throws InvalidProjectException if the programs are not those of the sources, or
	 * need what this engine does not have
	 */
	Checked check(Artifact artifact) throws InvalidProjectException {
		List<Problem> missing = artifact.programs().stream().flatMap((program) -> missing(program).stream()).toList();
		if (!missing.isEmpty()) {
			throw new InvalidProjectException(missing);
		}
		Versions built = artifact.versions();
		if (artifact.isBuiltHere()
				&& (built.equals(Versions.current()) || built.equals(ProjectCompiler.portableVersions()))) {
			return new Checked(this.compiler.judgePackages(artifact.programs()), artifact.warnings(), Optional.empty());
		}
		boolean sameVersions;
		Compilation again;
		try {
			Versions here = this.compiler.isPortable() ? ProjectCompiler.portableVersions() : Versions.current();
			sameVersions = built.equals(here);
			if (!sameVersions && !(built.compiler() + here.compiler()).matches("(swc4j [^ ]+){2}")) {
				return doubtful(artifact, differently(built, here));
			}
			again = this.compiler.compileAgain(artifact);
		}
		catch (CompilerUnavailableException ex) {
			return doubtful(artifact, "there is no compiler here (" + ex.found() + ")");
		}
		if (again.problems().isEmpty() && (sameVersions ? again.programs().equals(artifact.programs())
				: codes(again.programs()).equals(codes(artifact.programs())))) {
			return new Checked(this.compiler.judgePackages(again.programs()), again.warnings(), Optional.empty());
		}
		if (sameVersions) {
			throw new InvalidProjectException(
					again.problems().isEmpty() ? differences(artifact.programs(), again.programs()) : again.problems());
		}
		return doubtful(artifact, differently(built, this.compiler.versions()));
	}

	private static String differently(Versions built, Versions here) {
		return "it was built by Claimflow %s with %s, and this is Claimflow %s with %s, whose programs differ"
			.formatted(built.engine(), built.compiler(), here.engine(), here.compiler());
	}

	private static List<Problem> missing(Program program) {
		return program.builtIns()
			.stream()
			.filter((name) -> BuiltInModules.module(name).isEmpty())
			.map((name) -> new Problem(start(program),
					"The program needs the built-in module '%s', which this server, Claimflow %s, does not have"
						.formatted(name, Versions.current().engine()),
					"Upgrade the server to the version that built the artifact, or build it with the server's version.",
					null))
			.toList();
	}

	private static SourceLocation start(Program program) {
		return new SourceLocation(program.file(), 1, 1);
	}

	private static Checked doubtful(Artifact artifact, String reason) {
		List<Program> programs = artifact.programs()
			.stream()
			.map((program) -> program
				.with(program.modules().stream().map((module) -> module.with(Findings.NONE)).toList()))
			.toList();
		return new Checked(programs, artifact.warnings(), Optional
			.of("Whether the programs of artifact %s are those of its sources is not known, since %s; each run has a realm of its own"
				.formatted(artifact.digest(), reason)));
	}

	private static List<List<List<Object>>> codes(List<Program> programs) {
		List<List<List<Object>>> codes = new ArrayList<>();
		for (Program program : programs) {
			codes.add(program.modules().stream().map(ArtifactCheck::code).toList());
			codes.add(List.of(List.of(program.file()), List.copyOf(program.builtIns())));
		}
		return codes;
	}

	private static List<Object> code(CompiledModule module) {
		return List.of(module.file(), module.code());
	}

	private static List<Problem> differences(List<Program> programs, List<Program> again) {
		List<Problem> problems = new ArrayList<>();
		for (int i = 0; i < programs.size(); i++) {
			Program program = programs.get(i);
			if (i >= again.size() || !program.equals(again.get(i))) {
				problems
					.add(new Problem(start(program), "The program of the artifact is not what this file compiles to",
							"Build the artifact again from its sources, and send it as it was built.", null));
			}
		}
		return problems;
	}

	/**
	 * What was checked.
	 *
	 * @param programs the programs to run
	 * @param warnings what is worth a look in the project
	 * @param doubt why the programs may not be those of the sources, if that is not known
	 */
	record Checked(List<Program> programs, List<Problem> warnings, Optional<String> doubt) {

	}

}
