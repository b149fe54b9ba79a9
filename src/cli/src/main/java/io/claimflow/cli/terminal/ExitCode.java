package io.claimflow.cli.terminal;

/** The exit codes of commands. */
public final class ExitCode {

	/** All is fine. */
	public static final int FINE = 0;

	/** The project or one of its tests is at fault. */
	public static final int PROJECT = 1;

	/** The command line is at fault. */
	public static final int USAGE = 2;

	/** The server or the network is at fault. */
	public static final int SERVER = 3;

	/** The tool itself is at fault: {@code EX_SOFTWARE} of {@code sysexits.h}. */
	public static final int TOOL = 70;

	private ExitCode() {
	}

}
