package io.claimflow.cli.server;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import io.claimflow.cli.project.AuthorProject;
import io.claimflow.cli.server.Http.Answer;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP interface of a server's deployments. What a newer server says beside is left
 * alone.
 */
final class DeploymentApi {

	private static final String ROOT = "/claimflow";

	private final ServerAddress server;

	private final Surroundings surroundings;

	private final Http http;

	private final Credentials credentials;

	private @Nullable String token;

	private DeploymentApi(ServerAddress server, Surroundings surroundings, Http http, Credentials credentials) {
		this.server = server;
		this.surroundings = surroundings;
		this.http = http;
		this.credentials = credentials;
	}

	/** The server that the options name, or else the environment or the project. */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options) {
		return of(surroundings, options,
				() -> AuthorProject.find(surroundings).flatMap((project) -> project.settings().server()));
	}

	/** The server that the options name, or else the environment or a project. */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options, AuthorProject project) {
		return of(surroundings, options, project.settings()::server);
	}

	private static DeploymentApi of(Surroundings surroundings, ServerOptions options,
			Supplier<Optional<String>> otherwise) {
		String url = Optional.ofNullable(options.server)
			.or(() -> surroundings.variable("CLAIMFLOW_SERVER"))
			.or(otherwise)
			.orElseThrow(() -> Failure.ofUsage("No server is named",
					"Write --server URL, set CLAIMFLOW_SERVER, or name it in package.json: \"claimflow\": { \"server\": \"https://…\" }"));
		return of(surroundings, options, url, "CLAIMFLOW_");
	}

	/**
	 * A server, and the environment variables that say who we are there.
	 * @param prefix what the names of the variables begin with
	 */
	static DeploymentApi of(Surroundings surroundings, ServerOptions options, String url, String prefix) {
		ServerAddress address = ServerAddress.of(url, options.allowHttp);
		Optional<Path> ca = Optional.ofNullable(options.ca)
			.or(() -> surroundings.variable("CLAIMFLOW_CA"))
			.map(surroundings::path);
		Http http = new Http(address, ca);
		return new DeploymentApi(address, surroundings, http, new Credentials(surroundings, address, http, prefix));
	}

	ServerAddress server() {
		return this.server;
	}

	/** What is live. */
	Live live() {
		return Live.of(get("/live"));
	}

	JsonNode get(String path) {
		return json(send("Asking the server", request(path).GET()));
	}

	/** The file of a deployment. */
	byte[] artifact(long number) {
		return send("Getting deployment " + number, request("/deployments/" + number + "/artifact").GET()).body();
	}

	/**
	 * Stores an artifact.
	 * @param parameters what is kept with it, and what is to be done
	 * @param expected what was live when that was decided
	 */
	JsonNode push(byte[] artifact, Map<String, String> parameters, Optional<Live> expected) {
		List<String> query = new ArrayList<>();
		parameters.forEach((name, value) -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
		HttpRequest.Builder request = request("/deployments?" + String.join("&", query))
			.header("Content-Type", "application/zip")
			.header("Content-Digest", ContentDigest.of(artifact))
			.POST(BodyPublishers.ofByteArray(artifact));
		expected.ifPresent((live) -> request.header("If-Match", live.entityTag()));
		return json(send("Sending the artifact", request));
	}

	/** Makes something that is no change of what is live. */
	JsonNode post(String activity, String path, Map<String, Object> body) {
		byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
		return json(send(activity,
				request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(bytes))));
	}

	/**
	 * Changes what is live.
	 * @param body what is to be changed
	 */
	Live change(String method, String path, Map<String, Object> body) {
		byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
		return Live.of(json(send("Changing what is live", request(path).header("Content-Type", "application/json")
			.method(method, BodyPublishers.ofByteArray(bytes)))));
	}

	private JsonNode json(Answer answer) {
		try {
			return JsonMapper.shared().readTree(answer.body());
		}
		catch (JacksonException ex) {
			throw Failure.ofServer("The answer of " + this.server.url() + " is no JSON that can be read",
					"See that the URL is right, and whether a proxy is in between.");
		}
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.server.resolve(ROOT + path));
	}

	private Answer send(String activity, HttpRequest.Builder request) {
		if (this.token == null) {
			this.token = this.credentials.token();
		}
		try (Progress progress = this.surroundings.terminal().progress(activity)) {
			Answer answer = this.http.send(request.header("Authorization", "Bearer " + header(this.token))
				.header("Accept", "application/json, application/problem+json, application/zip"));
			if (answer.status() / 100 == 2 && (answer.isJson() || answer.type().startsWith("application/zip"))) {
				return answer;
			}
			throw failed(answer);
		}
	}

	private static String header(String token) {
		if (!token.matches("[\\x21-\\x7E]+")) {
			throw Failure.ofUsage("The token has characters that no token has", "Set it to the token alone.");
		}
		return token;
	}

	private Failure failed(Answer answer) {
		JsonNode problem = problem(answer);
		if (problem == null) {
			return Failure.ofServer(
					"There is no HTTP interface of deployments at " + this.server.url() + ": it answered with status "
							+ answer.status(),
					"See that the URL is that of the issuer, and that claimflow.deployments.http.enabled is true there.");
		}
		String detail = Terminal.oneLine(problem.path("detail").asString("")).replaceFirst("\\.$", "");
		if (problem.has("consequences")) {
			throw new ConfirmationNeededException(detail, problem);
		}
		JsonNode findings = problem.path("problems");
		Failure failure = switch (answer.status()) {
			case 400 -> Failure.ofServer(detail,
					"Server and tool may be of versions that do not fit: see claimflow --version.");
			case 401 ->
				Failure.ofServer("The server does not take the token. " + detail, "Get a new one, if it has expired.");
			case 403 ->
				Failure.ofServer(detail, "Ask for a client with the scopes claimflow:read and claimflow:deploy.");
			case 404 -> problem.path("title").asString("").equals("No such call")
					? Failure.ofServer("The server does not know this call: it is older than this tool",
							"Use the claimflow of its version, or upgrade the server.")
					: Failure.ofUsage(detail, "claimflow deployments lists those that there are.");
			case 409, 412 -> Failure.ofServer(detail, "See claimflow status, and decide again.");
			case 422 -> refused(detail, findings);
			case 429 -> Failure.ofServer(detail,
					answer.retryAfter().isEmpty() ? "" : "It is free again in " + answer.retryAfter() + " s.");
			default -> Failure.ofServer(detail.isEmpty() ? "The server failed with status " + answer.status() : detail,
					"See the server's log.");
		};
		return failure.with("status", answer.status());
	}

	private Failure refused(String detail, JsonNode findings) {
		for (JsonNode finding : findings) {
			this.surroundings.terminal().note(finding(finding));
		}
		return Failure.ofProject("The server refuses it. " + detail, "Mend that, and deploy again.")
			.with("problems", JsonMapper.shared().treeToValue(findings, Object.class));
	}

	/** A problem or a warning, as text. */
	static String finding(JsonNode finding) {
		String file = Terminal.oneLine(finding.path("file").asString(""));
		return (file.isEmpty() ? ""
				: file + ":" + finding.path("line").asInt() + ":" + finding.path("column").asInt() + ": ")
				+ Terminal.clean(finding.path("message").asString("")) + System.lineSeparator() + "  "
				+ Terminal.clean(finding.path("action").asString(""));
	}

	private static @Nullable JsonNode problem(Answer answer) {
		if (!answer.isJson()) {
			return null;
		}
		try {
			JsonNode json = JsonMapper.shared().readTree(answer.body());
			return json.path("detail").isString() ? json : null;
		}
		catch (JacksonException ex) {
			return null;
		}
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
