package io.claimflow.cli.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

import io.claimflow.cli.server.Http.Answer;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gets an access token: one that is there already, or one for a client of the server's.
 * Neither a token nor a secret is ever on the command line, where others can read it.
 */
final class Credentials {

	private final Surroundings surroundings;

	private final ServerAddress server;

	private final Http http;

	/** What the names of the environment variables begin with. */
	private final String prefix;

	private final ServerInterface calls;

	private @Nullable Client client;

	Credentials(Surroundings surroundings, ServerAddress server, Http http, String prefix, ServerInterface calls) {
		this.surroundings = surroundings;
		this.server = server;
		this.http = http;
		this.prefix = prefix;
		this.calls = calls;
	}

	String token() {
		return this.surroundings.variable(this.prefix + "TOKEN").map(String::strip).orElseGet(this::clientCredentials);
	}

	/** Whether there can be another token after this one. */
	boolean isRenewable() {
		return this.client != null;
	}

	private Client client() {
		Terminal terminal = this.surroundings.terminal();
		Optional<String> client = this.surroundings.variable(this.prefix + "CLIENT_ID")
			.or(() -> terminal.isInteractive() ? terminal.ask("Client of " + this.server.url()) : Optional.empty());
		Optional<String> secret = client.flatMap((id) -> this.surroundings.variable(this.prefix + "CLIENT_SECRET")
			.or(() -> terminal.isInteractive() ? terminal.askSecret("Secret of " + Terminal.oneLine(id))
					: Optional.empty()));
		if (secret.isEmpty()) {
			throw Failure.ofUsage("Nothing says who you are at " + this.server.url(),
					"Set %1$sCLIENT_ID and %1$sCLIENT_SECRET to a client of the server, or %1$sTOKEN to a token of a CI system."
						.formatted(this.prefix));
		}
		return new Client(client.orElseThrow(), secret.get());
	}

	private String clientCredentials() {
		if (this.client == null) {
			this.client = client();
		}
		String basic = Base64.getEncoder()
			.encodeToString(
					(encoded(this.client.id()) + ":" + encoded(this.client.secret())).getBytes(StandardCharsets.UTF_8));
		Answer answer = this.http.send(HttpRequest.newBuilder(tokenEndpoint())
			.header("Authorization", "Basic " + basic)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "application/json")
			.POST(HttpRequest.BodyPublishers
				.ofString("grant_type=client_credentials&scope=" + encoded(this.calls.scopes()))));
		if (!answer.isJson()) {
			throw noServer(answer.status());
		}
		JsonNode json = json(answer);
		String token = json.path("access_token").asString("");
		if (answer.status() != 200 || token.isEmpty()) {
			throw refused(answer.status(), json);
		}
		return token;
	}

	/** What the server says of itself (RFC 8414), if it is the one that was named. */
	private URI tokenEndpoint() {
		Answer answer = this.http
			.send(HttpRequest.newBuilder(this.server.resolve("/.well-known/oauth-authorization-server"))
				.header("Accept", "application/json")
				.GET());
		if (answer.status() != 200 || !answer.isJson()) {
			throw noServer(answer.status());
		}
		JsonNode metadata = json(answer);
		String issuer = metadata.path("issuer").asString("");
		if (!issuer.replaceFirst("/+$", "").equals(this.server.url())) {
			throw Failure.ofServer(
					"The server at " + this.server.url() + " says that it is " + Terminal.oneLine(issuer),
					"Name it by that URL: --server " + Terminal.oneLine(issuer));
		}
		URI endpoint = endpoint(metadata.path("token_endpoint").asString(""), answer.status());
		if (!String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT).equals("https")
				&& !String.valueOf(endpoint.getAuthority()).equals(this.server.host())) {
			throw noServer(answer.status());
		}
		return endpoint;
	}

	private URI endpoint(String text, int status) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw noServer(status);
		}
	}

	private JsonNode json(Answer answer) {
		try {
			return JsonMapper.shared().readTree(answer.body());
		}
		catch (JacksonException ex) {
			throw noServer(answer.status());
		}
	}

	private Failure noServer(int status) {
		return Failure.ofServer(
				"There is no authorization server at " + this.server.url() + ": it answered with status " + status,
				"Name the issuer of the server, without a path of its pages.");
	}

	private Failure refused(int status, JsonNode json) {
		String error = Terminal.oneLine(json.path("error").asString("status " + status));
		String description = Terminal.oneLine(json.path("error_description").asString(""));
		String action = switch (error) {
			case "invalid_client" -> "See that client and secret are those of this server.";
			case "invalid_scope", "unauthorized_client" ->
				"Register the client for the client credentials grant with the scopes " + this.calls.scopes()
						+ ", and name it in " + this.calls.property() + ".clients.";
			default -> "See the server's log.";
		};
		return Failure.ofServer("The server gives no token: " + error
				+ (description.isEmpty() ? "" : " (" + description.replaceFirst("\\.$", "") + ")"), action);
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/** A client of the server's. */
	private record Client(String id, String secret) {

		@Override
		public String toString() {
			return "Client[id=" + this.id + "]";
		}

	}

}
