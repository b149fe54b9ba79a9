package io.claimflow.cli.server;

import picocli.CommandLine.Option;

/** How to change what is live. */
final class ChangeOptions {

	@Option(names = { "-r", "--reason" }, paramLabel = "TEXT", defaultValue = "", description = "Why, for the history.")
	String reason = "";

	@Option(names = "--confirm", description = "Want what the change does, where the server would ask back.")
	boolean confirm;

	@Option(names = { "-w", "--wait" }, description = "Wait until all nodes run it.")
	boolean wait;

	@Option(names = "--wait-seconds", paramLabel = "SECONDS", defaultValue = "60",
			description = "How long to wait at most. By default, ${DEFAULT-VALUE}.")
	int waitSeconds = 60;

}
