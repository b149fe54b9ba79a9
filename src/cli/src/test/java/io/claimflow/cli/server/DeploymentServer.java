package io.claimflow.cli.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** An authorization server that takes deployments. */
final class DeploymentServer implements AutoCloseable {

	/** As that of the demo. */
	static final String CLIENT = "demo-deploy";

	static final String SECRET = "demo-deploy-secret";

	/** Gets tokens for which workflows run. */
	static final String MACHINE = "reports";

	private static final String MACHINE_SECRET = "reports-secret";

	/** May deploy, after logging in. */
	static final String USER = "ada";

	/** May not. */
	static final String STRANGER = "eve";

	static final String PASSWORD = "swordfish-7";

	private final ConfigurableApplicationContext context;

	private final int port;

	private DeploymentServer(ConfigurableApplicationContext context, int port) {
		this.context = context;
		this.port = port;
	}

	/**
	 * Starts a server.
	 * @param project the project that it begins with
	 */
	static DeploymentServer start(Path project) throws IOException {
		return start(project, freePort());
	}

	static DeploymentServer start(Path project, int port) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", port);
		properties.put("server.address", "127.0.0.1");
		properties.put("spring.main.banner-mode", "off");
		properties.put("logging.level.root", "error");
		properties.put("spring.datasource.url", "jdbc:h2:mem:cli-" + port);
		properties.put("spring.security.oauth2.authorizationserver.issuer", "http://127.0.0.1:" + port);
		properties.put("claimflow.project", project.toUri().toString());
		properties.put("claimflow.jdbc.initialize-schema", "always");
		properties.put("claimflow.encryption.keys.k1", "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=");
		properties.put("claimflow.deployments.enabled", true);
		properties.put("claimflow.deployments.poll-interval", "100ms");
		properties.put("claimflow.deployments.http.enabled", true);
		properties.put("claimflow.deployments.http.clients", CLIENT);
		properties.put("claimflow.deployments.http.users", USER);
		properties.put("claimflow.login.client", "claimflow");
		properties.put("claimflow.deployments.http.calls-per-minute", 10_000);
		properties.put("claimflow.runs.enabled", true);
		properties.put("claimflow.runs.linger", "10ms");
		properties.put("claimflow.runs.values", "all");
		properties.put("claimflow.runs.http.enabled", true);
		properties.put("claimflow.runs.http.clients", CLIENT);
		properties.put("claimflow.runs.http.calls-per-minute", 10_000);
		properties.put("claimflow.runs.http.poll", "50ms");
		// Streams end often, and whoever follows goes on.
		properties.put("claimflow.runs.http.stream-time", "700ms");
		return new DeploymentServer(new SpringApplicationBuilder(Application.class).properties(properties).run(), port);
	}

	/** Gets a token for a machine, for which the workflow runs. */
	void machineToken(String... scopes) throws IOException, InterruptedException {
		HttpResponse<Void> answer = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url() + "/oauth2/token"))
				.header("Authorization",
						"Basic " + Base64.getEncoder()
							.encodeToString((MACHINE + ":" + MACHINE_SECRET).getBytes(StandardCharsets.UTF_8)))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers
					.ofString("grant_type=client_credentials&scope=" + String.join("%20", scopes)))
				.build(), HttpResponse.BodyHandlers.discarding());
		if (answer.statusCode() >= 500) {
			throw new IOException("Status " + answer.statusCode());
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	String url() {
		return url("127.0.0.1");
	}

	/** The same server by another name of this machine. */
	String url(String host) {
		return "http://" + host + ":" + this.port;
	}

	/** A token for deployments, of this server's own key. */
	@SuppressWarnings("unchecked")
	String token(Instant expires, String... scopes) {
		JwtClaimsSet claims = JwtClaimsSet.builder()
			.issuer(url())
			.subject(CLIENT)
			.audience(List.of(url() + "/claimflow"))
			.issuedAt(expires.minusSeconds(600))
			.expiresAt(expires)
			.claim("scope", List.of(scopes))
			.build();
		return new NimbusJwtEncoder((JWKSource<SecurityContext>) this.context.getBean(JWKSource.class))
			.encode(JwtEncoderParameters.from(claims))
			.getTokenValue();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(client(CLIENT).scope("claimflow:read")
				.scope("claimflow:deploy")
				.scope("claimflow:runs")
				.scope("claimflow:values")
				.build(), client(MACHINE).scope("read").scope("broken").build(), login());
		}

		private static RegisteredClient login() {
			return RegisteredClient.withId("claimflow")
				.clientId("claimflow")
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
				.authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
				.scope("claimflow:read")
				.scope("claimflow:deploy")
				.tokenSettings(TokenSettings.builder().reuseRefreshTokens(false).build())
				.build();
		}

		@Bean
		UserDetailsService userDetailsService() {
			return new InMemoryUserDetailsManager(user(USER), user(STRANGER));
		}

		private static UserDetails user(String name) {
			return User.withUsername(name).password("{noop}" + PASSWORD).roles("USER").build();
		}

		private static RegisteredClient.Builder client(String id) {
			return RegisteredClient.withId(id)
				.clientId(id)
				.clientSecret("{noop}" + (id.equals(CLIENT) ? SECRET : MACHINE_SECRET))
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
		}

	}

}
