package io.claimflow.cli.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
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

	/** The server that the options name, or else the environment or the project. */
	String url(Surroundings surroundings) {
		return url(surroundings,
				() -> AuthorProject.find(surroundings).flatMap((project) -> project.settings().server()));
	}

	/** The server that the options name, or else the environment, or something else. */
	String url(Surroundings surroundings, Supplier<Optional<String>> otherwise) {
		return Optional.ofNullable(this.server)
			.or(() -> surroundings.variable("CLAIMFLOW_SERVER"))
			.or(otherwise)
			.orElseThrow(() -> Failure.ofUsage("No server is named",
					"Write --server URL, set CLAIMFLOW_SERVER, or name it in package.json: \"claimflow\": { \"server\": \"https://…\" }"));
	}

	ServerAddress address(String url) {
		return ServerAddress.of(url, this.allowHttp);
	}

	/** What sends requests to a server. */
	Http http(Surroundings surroundings, ServerAddress address) {
		Optional<Path> certificates = Optional.ofNullable(this.ca)
			.or(() -> surroundings.variable("CLAIMFLOW_CA"))
			.map(surroundings::path);
		return new Http(address, certificates);
	}

	/** Where tokens come from. */
	AuthorizationServer authorizationServer(Surroundings surroundings) {
		ServerAddress address = address(url(surroundings));
		return new AuthorizationServer(address, http(surroundings, address));
	}

}
