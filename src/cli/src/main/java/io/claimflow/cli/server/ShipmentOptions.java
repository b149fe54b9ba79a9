package io.claimflow.cli.server;

import picocli.CommandLine.Option;

/** How to bring an artifact to a server. */
final class ShipmentOptions {

	@Option(names = { "-y", "--yes" }, description = "Do not ask. Without a terminal, nobody is asked.")
	boolean yes;

	@Option(names = "--no-live", description = "Store it alone; claimflow live makes it live.")
	boolean noLive;

	@Option(names = "--dry-run", description = "Show what would change, and change nothing.")
	boolean dryRun;

	@Option(names = { "-m", "--message" }, paramLabel = "TEXT", defaultValue = "",
			description = "What the deployment is about.")
	String message = "";

}
