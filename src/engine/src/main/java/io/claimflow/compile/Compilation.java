package io.claimflow.compile;

import java.util.List;

import io.claimflow.Problem;
import io.claimflow.artifact.Program;

/**
 * What compiling a project gave.
 *
 * @param programs a program for each workflow file that compiles, in the order of the
 * files
 * @param problems what does not compile; empty if all does
 * @param warnings what compiles and is worth a look
 */
public record Compilation(List<Program> programs, List<Problem> problems, List<Problem> warnings) {

	public Compilation {
		programs = List.copyOf(programs);
		problems = List.copyOf(problems);
		warnings = List.copyOf(warnings);
	}

}
