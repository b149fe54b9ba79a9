package io.claimflow.spring.deployment.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.http.ApiDocument;
import io.claimflow.spring.jdbc.Database;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * An authorization server that takes deployments over HTTP, and clients that may and may
 * not push.
 */
final class PushServer implements AutoCloseable {

	static final ApiDocument DOCUMENT = new ApiDocument(DeploymentCalls.class);

	static final String ISSUER = "https://auth.claimflow.invalid";

	static final String AUDIENCE = ISSUER + "/claimflow";

	/** May do all. */
	static final String DEPLOYER = "deployer";

	/** Asks the user for consent, which is given once. */
	static final String ASKING = "asking";

	/** The same. */
	static final String ASKING_TOO = "asking-too";

	/** Is registered for the scopes, and not named by the operator. */
	static final String STRANGER = "stranger";

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final AuthServer server;

	private @Nullable String token;

	private PushServer(AuthServer server) {
		this.server = server;
	}

	static PushServer start() {
		return start(UnaryOperator.identity());
	}

	static PushServer start(UnaryOperator<AuthServer.Builder> more) {
		return start(Database.H2, more);
	}

	static PushServer start(Database database, UnaryOperator<AuthServer.Builder> more) {
		AuthServer.Builder builder = AuthServer.builder(Application.class);
		database.properties().forEach(builder::property);
		return new PushServer(more
			.apply(builder.m2m(body("folder"))
				.property("spring.security.oauth2.authorizationserver.issuer", ISSUER)
				.property("claimflow.jdbc.initialize-schema", "always")
				.property("claimflow.encryption.keys.k1", Database.KEY)
				.property("claimflow.deployments.enabled", true)
				.property("claimflow.deployments.poll-interval", "100ms")
				.property("claimflow.deployments.http.enabled", true)
				.property("claimflow.deployments.http.clients", DEPLOYER + "," + AuthServerConfiguration.JWT)
				.property("claimflow.deployments.http.calls-per-minute", 10_000))
			.start());
	}

	/** A token with the claims of one for deployments, but for a change. */
	String signed(JWKSource<SecurityContext> keys, Consumer<JwtClaimsSet.Builder> change) {
		Instant now = Instant.now();
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.issuer(ISSUER)
			.subject(DEPLOYER)
			.audience(List.of(AUDIENCE))
			.issuedAt(now.minusSeconds(300))
			.expiresAt(now.plusSeconds(300))
			.claim("scope", DeploymentScopes.ALL);
		change.accept(claims);
		return new NimbusJwtEncoder(keys).encode(JwtEncoderParameters.from(claims.build())).getTokenValue();
	}

	@SuppressWarnings("unchecked")
	JWKSource<SecurityContext> keys() {
		return this.server.context().getBean(JWKSource.class);
	}

	static String body(String version) {
		return "m2mTokenClaims<any>().version = \"" + version + "\";";
	}

	AuthServer auth() {
		return this.server;
	}

	/** A token with both scopes. */
	synchronized String token() {
		if (this.token == null) {
			this.token = token(DeploymentScopes.READ, DeploymentScopes.DEPLOY);
		}
		return this.token;
	}

	String token(String... scopes) {
		return this.server.clientCredentials(DEPLOYER, "scope", String.join(" ", scopes)).text("access_token");
	}

	/** The version of the workflow that makes tokens. */
	Object version() {
		return this.server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims().get("version");
	}

	Answer push(byte[] zip, String... query) {
		return send("POST", "/claimflow/deployments" + query(query), zip, Map.of("Content-Type", "application/zip"));
	}

	Answer get(String path) {
		return send("GET", path, null, Map.of());
	}

	Answer json(String method, String path, String body, String... headers) {
		Map<String, String> all = new LinkedHashMap<>(Map.of("Content-Type", "application/json"));
		for (int i = 0; i < headers.length; i += 2) {
			all.put(headers[i], headers[i + 1]);
		}
		return send(method, path, body.getBytes(StandardCharsets.UTF_8), all);
	}

	Answer send(String method, String path, byte @Nullable [] body, Map<String, String> headers) {
		return send(token(), method, path, body, headers);
	}

	Answer send(@Nullable String token, String method, String path, byte @Nullable [] body,
			Map<String, String> headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server.url(path)))
			.method(method, (body != null) ? HttpRequest.BodyPublishers.ofByteArray(body)
					: HttpRequest.BodyPublishers.noBody());
		headers.forEach(request::header);
		if (token != null) {
			request.header("Authorization", "Bearer " + token);
		}
		try {
			HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
			Answer answer = new Answer(method, path, response);
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

	private static String query(String... parameters) {
		StringBuilder query = new StringBuilder();
		for (int i = 0; i < parameters.length; i += 2) {
			query.append((i == 0) ? '?' : '&').append(parameters[i]).append('=').append(parameters[i + 1]);
		}
		return query.toString();
	}

	/** A project of one workflow for the tokens of machines, zipped. */
	static byte[] project(String version) {
		return projectOf(body(version));
	}

	static byte[] projectOf(String body) {
		return zip(Map.of("kinde.json", "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }",
				"kindeSrc/environment/workflows/m2mWorkflow.ts",
				AuthServer.Builder.source("m2m", "m2m:token_generation", body)));
	}

	static byte[] zip(Map<String, String> files) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				zip.putNextEntry(new ZipEntry(file.getKey()));
				zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
				zip.closeEntry();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public void close() {
		this.server.close();
	}

	/** An answer of the server's. */
	record Answer(String method, String path, HttpResponse<byte[]> response) implements ApiDocument.Answer {

		private static final JsonMapper JSON = JsonMapper.builder().build();

		@Override
		public int status() {
			return this.response.statusCode();
		}

		byte[] bytes() {
			return this.response.body();
		}

		@Override
		public String text() {
			return new String(this.response.body(), StandardCharsets.UTF_8);
		}

		@Override
		public JsonNode json() {
			return JSON.readTree(this.response.body());
		}

		@Override
		public String header(String name) {
			return this.response.headers().firstValue(name).orElse("");
		}

		long number() {
			return json().path("number").asLong();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(List.of(
					AuthServerConfiguration.client(AuthServerConfiguration.JWT, OAuth2TokenFormat.SELF_CONTAINED),
					deployer(DEPLOYER), deployer(STRANGER), asking(ASKING), asking(ASKING_TOO)));
		}

		private static RegisteredClient asking(String id) {
			return RegisteredClient.from(AuthServerConfiguration.client(id, OAuth2TokenFormat.SELF_CONTAINED))
				.clientSettings(
						ClientSettings.builder().requireAuthorizationConsent(true).requireProofKey(false).build())
				.build();
		}

		private static RegisteredClient deployer(String id) {
			return RegisteredClient.from(AuthServerConfiguration.client(id, OAuth2TokenFormat.SELF_CONTAINED))
				.scope(DeploymentScopes.READ)
				.scope(DeploymentScopes.DEPLOY)
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
