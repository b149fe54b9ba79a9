package io.claimflow.cli.server;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP interface of a server's deployments. What a newer server says beside is left
 * alone.
 */
final class DeploymentApi {

	private final Connection connection;

	private DeploymentApi(Connection connection) {
		this.connection = connection;
	}

	/** Of the server that the options name, or else the environment or the project. */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options) {
		return new DeploymentApi(Connection.of(surroundings, options, ServerInterface.DEPLOYMENTS));
	}

	/** Of the server that the options name, or else the environment or a project. */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options, AuthorProject project) {
		return new DeploymentApi(
				Connection.of(surroundings, options, ServerInterface.DEPLOYMENTS, project.settings()::server));
	}

	/**
	 * Of a server, and the environment variables that say who we are there.
	 * @param prefix what the names of the variables begin with
	 */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options, String url, String prefix) {
		return new DeploymentApi(Connection.of(surroundings, options, ServerInterface.DEPLOYMENTS, url, prefix));
	}

	ServerAddress server() {
		return this.connection.server();
	}

	/** What is live. */
	Live live() {
		return Live.of(get("/live"));
	}

	JsonNode get(String path) {
		return this.connection.get(path);
	}

	/** The file of a deployment. */
	byte[] artifact(long number) {
		return this.connection
			.send("Getting deployment " + number, this.connection.request("/deployments/" + number + "/artifact").GET())
			.body();
	}

	/**
	 * Stores an artifact.
	 * @param parameters what is kept with it, and what is to be done
	 * @param expected what was live when that was decided
	 */
	JsonNode push(byte[] artifact, Map<String, String> parameters, Optional<Live> expected) {
		List<String> query = new ArrayList<>();
		parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
		HttpRequest.Builder request = this.connection.request("/deployments?" + String.join("&", query))
			.header("Content-Type", "application/zip")
			.header("Content-Digest", ContentDigest.of(artifact))
			.POST(BodyPublishers.ofByteArray(artifact));
		expected.ifPresent((live) -> request.header("If-Match", live.entityTag()));
		return this.connection.json(this.connection.send("Sending the artifact", request));
	}

	/** Makes something that is no change of what is live. */
	JsonNode post(String activity, String path, Map<String, Object> body) {
		byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
		return this.connection.json(this.connection.send(activity,
				this.connection.request(path)
					.header("Content-Type", "application/json")
					.POST(BodyPublishers.ofByteArray(bytes))));
	}

	/** Ends something that is no change of what is live. */
	JsonNode delete(String activity, String path) {
		return this.connection.json(this.connection.send(activity, this.connection.request(path).DELETE()));
	}

	/**
	 * Changes what is live.
	 * @param body what is to be changed
	 */
	Live change(String method, String path, Map<String, Object> body) {
		byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
		return Live.of(this.connection.json(this.connection.send("Changing what is live",
				this.connection.request(path)
					.header("Content-Type", "application/json")
					.method(method, BodyPublishers.ofByteArray(bytes)))));
	}

	/** A problem or a warning, as text. */
	static String finding(JsonNode finding) {
		String file = Terminal.oneLine(finding.path("file").asString(""));
		return (file.isEmpty() ? ""
				: file + ":" + finding.path("line").asInt() + ":" + finding.path("column").asInt() + ": ")
				+ Terminal.clean(finding.path("message").asString("")) + System.lineSeparator() + "  "
				+ Terminal.clean(finding.path("action").asString(""));
	}

	/** Parameters in order, without those that have no value. */
	static Map<String, String> parameters(String... namesAndValues) {
		Map<String, String> parameters = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			if (!namesAndValues[i + 1].isBlank()) {
				parameters.put(namesAndValues[i], namesAndValues[i + 1]);
			}
		}
		return parameters;
	}

}
