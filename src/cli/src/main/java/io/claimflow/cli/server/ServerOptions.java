package io.claimflow.cli.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and how to trust it. */
final class ServerOptions {

	@Option(names = { "-s", "--server" }, paramLabel = "URL",
			description = "URL of the server: its issuer. By default, CLAIMFLOW_SERVER, or the server in package.json.")
	@Nullable String server;

	@Option(names = "--ca", paramLabel = "FILE",
			description = "Certificates (PEM) to trust in place of Java's own. By default, CLAIMFLOW_CA.")
	@Nullable String ca;

	@Option(names = "--allow-http",
			description = "Send tokens without TLS to another machine as well, where anybody on the way can read them.")
	boolean allowHttp;

	@Option(names = "--json", description = "Answer with JSON.")
	boolean json;

}
