package io.claimflow.cli.project;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the project is. */
public final class ProjectOptions {

	@Option(names = { "-p", "--project" }, paramLabel = "DIR",
			description = "Folder of the project, or one in it. By default, the working directory.")
	private @Nullable String project;

	/** Whether a folder was named. */
	public boolean isNamed() {
		return this.project != null;
	}

	/** The folder that was named, or the working directory. */
	String folder() {
		return (this.project != null) ? this.project : ".";
	}

}
