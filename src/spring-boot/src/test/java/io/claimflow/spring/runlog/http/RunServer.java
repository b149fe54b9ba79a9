package io.claimflow.spring.runlog.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.spring.http.ApiDocument;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.runlog.RunAccessEvent;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

import static org.awaitility.Awaitility.await;

/**
 * An authorization server with the run log, whose workflows do what a log can show, and
 * clients that may and may not look at it.
 */
final class RunServer implements AutoCloseable {

	static final ApiDocument DOCUMENT = new ApiDocument(RunApi.class);

	/** May look at all. */
	static final String AUDITOR = "auditor";

	/** May look at runs, and at no value. */
	static final String VIEWER = "viewer";

	/** Is registered for the scopes, and not named by the operator. */
	static final String STRANGER = "stranger";

	static final String SECRET = "sesame-opens-9431";

	static final String EMAIL = "someone@example.com";

	static final String PLAN = "value-of-the-plan-42";

	private static final String M2M = """
			import { m2mTokenClaims, denyAccess, getEnvironmentVariable, fetch } from "@kinde/infrastructure";
			export const workflowSettings = {
			  id: "machines", trigger: "m2m:token_generation", failurePolicy: { action: "stop" },
			  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.fetch": {} },
			};
			export default async function (event: any) {
			  const key = getEnvironmentVariable("CRM_KEY")?.value;
			  const scope = event.request.auth.scope ?? [];
			  const claims = m2mTokenClaims<any>();
			  console.log("The key is " + key);
			  if (scope.includes("write")) denyAccess("No writers here");
			  if (scope.includes("profile")) {
			    throw new Error("Broken with " + key);
			  }
			  if (scope.includes("openid")) {
			    await fetch<any>("%s/plan?key=" + key, { method: "GET", headers: {}, responseFormat: "text" });
			  }
			  claims.plan = "%s";
			  claims.key = { secret: key };
			  claims.email = "%s";
			  claims.sub = "somebody else";
			  delete claims.department;
			}
			""";

	private static final String PASSWORDS = """
			export const workflowSettings = { id: "passwords", trigger: "user:existing_password_provided",
			  failurePolicy: { action: "stop" }, bindings: {} };
			export default async function (event: any) {
			  console.log(JSON.stringify(event));
			}
			""";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final HttpServer other;

	private final AuthServer server;

	private final Map<String, String> tokens = new ConcurrentHashMap<>();

	private RunServer(HttpServer other, AuthServer server) {
		this.other = other;
		this.server = server;
	}

	static RunServer start(Database database, UnaryOperator<AuthServer.Builder> more) {
		HttpServer other = other();
		AuthServer.Builder builder = AuthServer.builder(Application.class)
			.write("kindeSrc/environment/workflows/machinesWorkflow.ts",
					M2M.formatted("http://127.0.0.1:" + other.getAddress().getPort(), PLAN, EMAIL))
			.write("kindeSrc/environment/workflows/passwordsWorkflow.ts", PASSWORDS)
			.user("console.log('hello'); accessTokenCustomClaims<any>().roles = ['a'];")
			.property("spring.security.oauth2.authorizationserver.issuer", "https://auth.claimflow.invalid")
			.property("claimflow.jdbc.initialize-schema", "always")
			.property("claimflow.encryption.keys.k1", Database.KEY)
			.property("claimflow.secrets.CRM_KEY", SECRET)
			.property("claimflow.fetch.allow", "127.0.0.1")
			.property("claimflow.runs.enabled", true)
			.property("logging.level.io.claimflow.spring.runlog.audit", "INFO")
			.property("claimflow.runs.linger", "10ms")
			.property("claimflow.runs.node", "node-7")
			.property("claimflow.runs.http.enabled", true)
			.property("claimflow.runs.http.clients", AUDITOR + "," + VIEWER)
			.property("claimflow.runs.http.calls-per-minute", 10_000)
			.property("claimflow.runs.http.streams", 1)
			.property("claimflow.runs.http.stream-time", "20s")
			.property("claimflow.runs.http.poll", "50ms");
		database.properties().forEach(builder::property);
		return new RunServer(other, more.apply(builder).start());
	}

	private static HttpServer other() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/plan", (exchange) -> {
				exchange.sendResponseHeaders(204, -1);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	AuthServer auth() {
		return this.server;
	}

	String property(String name) {
		return this.server.context().getEnvironment().getRequiredProperty(name);
	}

	JdbcClient jdbc() {
		return JdbcClient.create(this.server.context().getBean(javax.sql.DataSource.class));
	}

	List<RunAccessEvent> audit() {
		return this.server.context().getBean(Application.class).events;
	}

	/** A token with all scopes that a client may have. */
	String token(String client) {
		return this.tokens.computeIfAbsent(client,
				(id) -> this.server
					.clientCredentials(id, "scope",
							String.join(" ", id.equals(VIEWER) ? List.of(RunScopes.RUNS) : RunScopes.ALL))
					.text("access_token"));
	}

	/** The runs that began since a time, once there is one. */
	JsonNode runs(Instant since, String... filter) {
		return await().until(() -> list(since, filter), (runs) -> !runs.isEmpty());
	}

	JsonNode list(Instant since, String... filter) {
		List<String> all = new ArrayList<>(List.of("from", since.toString()));
		all.addAll(List.of(filter));
		Answer answer = get("/claimflow/runs" + query(all.toArray(String[]::new)));
		if (answer.status() != 200) {
			throw new IllegalStateException(answer.text());
		}
		return answer.json().path("runs");
	}

	/** All that is shown of the newest run since a time. */
	JsonNode newest(Instant since, String... filter) {
		return get("/claimflow/runs/" + runs(since, filter).path(0).path("id").asString()).json();
	}

	static String query(String... parameters) {
		StringBuilder query = new StringBuilder();
		for (int i = 0; i < parameters.length; i += 2) {
			query.append((i == 0) ? '?' : '&')
				.append(parameters[i])
				.append('=')
				.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return query.toString();
	}

	Answer get(String path) {
		return send(token(AUDITOR), "GET", path, null);
	}

	Answer post(String path, String body) {
		return send(token(AUDITOR), "POST", path, body);
	}

	Answer send(@Nullable String token, String method, String path, @Nullable String body) {
		HttpRequest.Builder request = request(token, path).method(method,
				(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody());
		if (body != null) {
			request.header("Content-Type", "application/json");
		}
		try {
			Answer answer = new Answer(method, path,
					CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
			DOCUMENT.check(answer);
			return answer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	HttpRequest.Builder request(@Nullable String token, String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server.url(path)));
		return (token != null) ? request.header("Authorization", "Bearer " + token) : request;
	}

	@Override
	public void close() {
		this.server.close();
		this.other.stop(0);
	}

	/** An answer of the server's. */
	record Answer(String method, String path, HttpResponse<String> response) implements ApiDocument.Answer {

		@Override
		public int status() {
			return this.response.statusCode();
		}

		@Override
		public String text() {
			return this.response.body();
		}

		@Override
		public JsonNode json() {
			return JSON.readTree(this.response.body());
		}

		@Override
		public String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

	}

	@Configuration
	@EnableAutoConfiguration
	static class Application {

		final List<RunAccessEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();

		@EventListener
		void accessed(RunAccessEvent event) {
			this.events.add(event);
		}

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(List.of(
					AuthServerConfiguration.client(AuthServerConfiguration.JWT, OAuth2TokenFormat.SELF_CONTAINED),
					looking(AUDITOR), looking(VIEWER), looking(STRANGER)));
		}

		private static RegisteredClient looking(String id) {
			return RegisteredClient.from(AuthServerConfiguration.client(id, OAuth2TokenFormat.SELF_CONTAINED))
				.scope(RunScopes.RUNS)
				.scope(RunScopes.VALUES)
				.build();
		}

		@Bean
		UserDetailsService userDetailsService() {
			return new InMemoryUserDetailsManager(User.withUsername(AuthServerConfiguration.USER)
				.password("{noop}" + AuthServerConfiguration.PASSWORD)
				.roles("USER")
				.build());
		}

	}

}
