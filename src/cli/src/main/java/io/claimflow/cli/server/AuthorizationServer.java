package io.claimflow.cli.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.claimflow.cli.server.Http.Answer;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoints of a server that give tokens and take them back, as its metadata (RFC
 * 8414) has them.
 */
final class AuthorizationServer {

	private final ServerAddress address;

	private final Http http;

	private @Nullable JsonNode metadata;

	AuthorizationServer(ServerAddress address, Http http) {
		this.address = address;
		this.http = http;
	}

	ServerAddress address() {
		return this.address;
	}

	/**
	 * An answer.
	 *
	 * @param status the status code
	 * @param json the body
	 */
	record Reply(int status, JsonNode json) {

		boolean isFine() {
			return this.status == 200;
		}

		/** The code of an error. */
		String error() {
			return Terminal.oneLine(this.json.path("error").asString("status " + this.status));
		}

		/** The error, and what the server says of it. */
		String reason() {
			String description = Terminal.oneLine(this.json.path("error_description").asString(""));
			return error() + (description.isEmpty() ? "" : " (" + description.replaceFirst("\\.$", "") + ")");
		}

		/** A text of the body, or the empty text. */
		String text(String name) {
			return this.json.path(name).asString("");
		}

	}

	/** Whether the server has an endpoint. */
	boolean has(String endpoint) {
		return !metadata().path(endpoint).asString("").isEmpty();
	}

	/**
	 * Posts a form to an endpoint.
	 * @param endpoint its name in the metadata
	 * @param authorization the value of that header, if there is one
	 * @param parameters names and values
	 * @throws Failure if nothing comes back, or there is no such server
	 */
	Reply post(String endpoint, Optional<String> authorization, String... parameters) {
		List<String> form = new ArrayList<>();
		for (int i = 0; i < parameters.length; i += 2) {
			form.add(encoded(parameters[i]) + "=" + encoded(parameters[i + 1]));
		}
		HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(endpoint))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Accept", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(String.join("&", form)));
		authorization.ifPresent((value) -> request.header("Authorization", value));
		Answer answer = this.http.send(request);
		// A client that nobody knows is refused without a word.
		if ((answer.status() == 200 && answer.body().length == 0) || (answer.status() == 401 && !answer.isJson())) {
			return new Reply(answer.status(), JsonMapper.shared().createObjectNode());
		}
		if (!answer.isJson()) {
			throw noServer(answer.status());
		}
		return new Reply(answer.status(), json(answer));
	}

	/** Secrets and tokens go to the server that was named, and to no other. */
	private URI endpoint(String name) {
		String named = metadata().path(name).asString("");
		try {
			URI endpoint = new URI(named);
			if (this.address.isAt(endpoint)) {
				return endpoint;
			}
		}
		catch (URISyntaxException ex) {
			// As if it were elsewhere.
		}
		throw Failure.ofServer(
				"The server at " + this.address.url() + " has its " + name
						+ (named.isEmpty() ? " nowhere" : " elsewhere: " + Terminal.oneLine(named)),
				"Name the server that gives the tokens: nothing secret goes to another one.");
	}

	/** What the server says of itself, if it is the one that was named. */
	private JsonNode metadata() {
		JsonNode metadata = this.metadata;
		if (metadata == null) {
			Answer answer = this.http
				.send(HttpRequest.newBuilder(this.address.resolve("/.well-known/oauth-authorization-server"))
					.header("Accept", "application/json")
					.GET());
			if (answer.status() != 200 || !answer.isJson()) {
				throw noServer(answer.status());
			}
			metadata = json(answer);
			String issuer = metadata.path("issuer").asString("");
			if (!issuer.replaceFirst("/+$", "").equals(this.address.url())) {
				throw Failure.ofServer(
						"The server at " + this.address.url() + " says that it is " + Terminal.oneLine(issuer),
						"Name it by that URL: --server " + Terminal.oneLine(issuer));
			}
			this.metadata = metadata;
		}
		return metadata;
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
				"There is no authorization server at " + this.address.url() + ": it answered with status " + status,
				"Name the issuer of the server, without a path of its pages.");
	}

	static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
