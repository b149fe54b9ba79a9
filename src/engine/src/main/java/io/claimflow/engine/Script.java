package io.claimflow.engine;

import io.claimflow.artifact.Program;
import io.claimflow.engine.realm.LinkedProgram;

/**
 * A file that is no workflow, compiled with all that it imports.
 */
public final class Script {

	private final String file;

	private final LinkedProgram program;

	Script(String file, LinkedProgram program) {
		this.file = file;
		this.program = program;
	}

	/** The file, relative to the project's root. */
	public String file() {
		return this.file;
	}

	/** What it was compiled to: equal to that of another time if the same came of it. */
	public Program compiled() {
		return this.program.program();
	}

	LinkedProgram program() {
		return this.program;
	}

}
