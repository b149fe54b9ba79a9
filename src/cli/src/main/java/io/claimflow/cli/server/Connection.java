package io.claimflow.cli.server;

import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;

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
 * Makes the calls of one interface of a server, as somebody who may.
 */
final class Connection {

	private static final String ROOT = "/claimflow";

	private static final int UNAUTHORIZED = 401;

	private final ServerAddress server;

	private final ServerInterface calls;

	private final Surroundings surroundings;

	private final Http http;

	private final Credentials credentials;

	private @Nullable String token;

	private Connection(ServerAddress server, ServerInterface calls, Surroundings surroundings, Http http,
			Credentials credentials) {
		this.server = server;
		this.calls = calls;
		this.surroundings = surroundings;
		this.http = http;
		this.credentials = credentials;
	}

	/** To the server that the options name, or else the environment or the project. */
	static Connection of(Surroundings surroundings, ServerOptions options, ServerInterface calls) {
		return of(surroundings, options, calls, options.url(surroundings), "CLAIMFLOW_");
	}

	/** To the server that the options name, or else the environment or a project. */
	static Connection of(Surroundings surroundings, ServerOptions options, ServerInterface calls,
			Supplier<Optional<String>> otherwise) {
		return of(surroundings, options, calls, options.url(surroundings, otherwise), "CLAIMFLOW_");
	}

	/**
	 * To a server, and the environment variables that say who we are there.
	 * @param prefix what the names of the variables begin with
	 */
	static Connection of(Surroundings surroundings, ServerOptions options, ServerInterface calls, String url,
			String prefix) {
		ServerAddress address = options.address(url);
		Http http = options.http(surroundings, address);
		return new Connection(address, calls, surroundings, http,
				new Credentials(surroundings, new AuthorizationServer(address, http), prefix, calls));
	}

	ServerAddress server() {
		return this.server;
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.server.resolve(ROOT + path));
	}

	JsonNode get(String path) {
		return json(send("Asking the server", request(path).GET()));
	}

	JsonNode json(Answer answer) {
		try {
			return JsonMapper.shared().readTree(answer.body());
		}
		catch (JacksonException ex) {
			throw Failure.ofServer("The answer of " + this.server.url() + " is no JSON that can be read",
					"See that the URL is right, and whether a proxy is in between.");
		}
	}

	/**
	 * Makes a call.
	 * @param activity what goes on, for the terminal
	 * @throws Failure if it is refused, or nothing comes back
	 */
	Answer send(String activity, HttpRequest.Builder request) {
		request.header("Accept", "application/json, application/problem+json, application/zip");
		authorize(request);
		try (Progress progress = this.surroundings.terminal().progress(activity)) {
			Answer answer = this.http.send(request);
			if (answer.status() == UNAUTHORIZED && renew(request)) {
				answer = this.http.send(request);
			}
			if (answer.status() / 100 == 2 && (answer.isJson() || answer.type().startsWith("application/zip"))) {
				return answer;
			}
			throw failed(answer);
		}
	}

	/**
	 * Opens a stream of events, to be closed by whoever reads it.
	 * @throws Failure if it is refused, or nothing comes back
	 */
	InputStream open(String path) {
		HttpRequest.Builder request = request(path).header("Accept", "text/event-stream").GET();
		authorize(request);
		try (Progress progress = this.surroundings.terminal().progress("Asking the server")) {
			Http.Opened opened = this.http.open(request);
			if (opened.answer().status() == UNAUTHORIZED && renew(request)) {
				opened = this.http.open(request);
			}
			if (opened.answer().status() == 200 && opened.answer().type().startsWith("text/event-stream")) {
				return opened.body();
			}
			throw failed(opened.answer());
		}
	}

	private void authorize(HttpRequest.Builder request) {
		if (this.token == null) {
			this.token = this.credentials.token();
		}
		request.setHeader("Authorization", "Bearer " + header(this.token));
	}

	/** Gets another token, if there is a way to. */
	private boolean renew(HttpRequest.Builder request) {
		if (!this.credentials.isRenewable()) {
			return false;
		}
		this.token = null;
		authorize(request);
		return true;
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
					"There is no HTTP interface of " + this.calls.about() + " at " + this.server.url()
							+ ": it answered with status " + answer.status(),
					"See that the URL is that of the issuer, and that " + this.calls.property()
							+ ".enabled is true there.");
		}
		String detail = Terminal.oneLine(problem.path("detail").asString("")).replaceFirst("\\.$", "");
		if (problem.has("consequences")) {
			throw new ConfirmationNeededException(detail, problem);
		}
		JsonNode findings = problem.path("problems");
		Failure failure = switch (answer.status()) {
			case 400 -> this.calls.refused(detail);
			case 401 -> Failure.ofServer("The server does not take the token. " + detail, this.credentials.isLogin()
					? "Log in again: claimflow login." : "Get a new one, if it has expired.");
			case 403 -> Failure.ofServer(detail,
					this.credentials.isLogin()
							? "Ask the operator to name you in " + this.calls.property()
									+ ".users, or log in again for " + this.calls.scopes().replace(" ", " and ") + "."
							: "Ask for a client with the scopes " + this.calls.scopes().replace(" ", " and ") + ".");
			case 404 -> problem.path("title").asString("").equals("No such call")
					? Failure.ofServer("The server does not know this call: it is older than this tool",
							"Use the claimflow of its version, or upgrade the server. See that " + this.calls.property()
									+ ".enabled is true there.")
					: Failure.ofUsage(detail, "claimflow " + this.calls.list() + " lists those that there are.");
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
			this.surroundings.terminal().note(DeploymentApi.finding(finding));
		}
		return Failure.ofProject("The server refuses it. " + detail, "Mend that, and deploy again.")
			.with("problems", JsonMapper.shared().treeToValue(findings, Object.class));
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

}
