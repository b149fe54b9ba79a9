package io.claimflow.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * One of the servers that are compared, in a process of its own. It prints its port,
 * forgets what it has stored for each line that it reads, and ends with its input, after
 * it has said how many runs were logged and dropped.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class TokenServer {

	static final String CLIENT = "benchmark";

	static final String SECRET = "benchmark-secret";

	/**
	 * Starts a server.
	 * @param arguments a {@link Variant}, a {@link Storage}, and further properties as
	 * Spring Boot takes them
	 */
	public static void main(String[] arguments) throws IOException {
		Variant variant = Variant.valueOf(arguments[0]);
		Storage storage = Storage.valueOf(arguments[1]);
		String client = "spring.security.oauth2.authorizationserver.client.benchmark.";
		ConfigurableApplicationContext context = new SpringApplicationBuilder(TokenServer.class)
			.properties(Map.of("server.port", "0", "server.address", "127.0.0.1", "logging.level.root", "WARN",
					"spring.main.banner-mode", "off", "benchmark.variant", variant, "benchmark.storage", storage,
					"claimflow.enabled", variant.runsWorkflows(), "claimflow.project", "classpath:project",
					"spring.datasource.url", "jdbc:h2:mem:benchmark", "server.tomcat.max-keep-alive-requests", "-1"))
			.properties("claimflow.limits.outcome-cache-size=" + (variant.runsEach() ? 0 : 1000))
			.properties("claimflow.runs.enabled=" + (variant == Variant.CLAIMFLOW_LOGGED),
					"claimflow.deployments.enabled=" + (variant == Variant.CLAIMFLOW_DEPLOYED),
					"claimflow.encryption.keys.k1=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=")
			.properties(Map.of("spring.sql.init.schema-locations",
					"classpath:org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql",
					client + "registration.client-id", CLIENT, client + "registration.client-secret",
					encoder().encode(SECRET), client + "registration.client-authentication-methods",
					"client_secret_basic", client + "registration.authorization-grant-types", "client_credentials",
					client + "registration.scopes", "read,write"))
			.run(Arrays.copyOfRange(arguments, 2, arguments.length));
		System.out.println(((WebServerApplicationContext) context).getWebServer().getPort());
		while (System.in.read() >= 0) {
			if (storage == Storage.JDBC) {
				context.getBean(JdbcOperations.class).update("truncate table oauth2_authorization");
			}
		}
		MeterRegistry meters = new SimpleMeterRegistry();
		context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(meters));
		meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("claimflow.runlog."))
			.forEach((meter) -> System.out.println(meter.getId().getName() + " " + meter.getId().getTags() + " "
					+ Math.round(meter.measure().iterator().next().getValue())));
		SpringApplication.exit(context);
	}

	/** One iteration: what is measured is not the hashing of passwords. */
	private static PasswordEncoder encoder() {
		return new Pbkdf2PasswordEncoder("", 16, 1, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return encoder();
	}

	@Bean
	@ConditionalOnProperty(name = "benchmark.variant", havingValue = "CUSTOMIZER")
	OAuth2TokenCustomizer<JwtEncodingContext> handWritten() {
		return (context) -> {
			String clientId = context.getRegisteredClient().getClientId();
			context.getClaims()
				.claim("client", clientId)
				.claim("plan", Map.of("name", "pro", "seats", 25))
				.claim("audiences", List.of(clientId));
		};
	}

	@Bean
	@ConditionalOnProperty(name = "benchmark.storage", havingValue = "MEMORY")
	OAuth2AuthorizationService memory() {
		return new LastAuthorization(new InMemoryOAuth2AuthorizationService());
	}

	@Bean
	@ConditionalOnProperty(name = "benchmark.storage", havingValue = "JDBC")
	OAuth2AuthorizationService jdbc(JdbcOperations jdbc, RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationService(jdbc, clients);
	}

	/** What makes the claims. */
	enum Variant {

		/** Nothing: plain Spring Authorization Server. */
		PLAIN,

		/** A hand-written {@link OAuth2TokenCustomizer}. */
		CUSTOMIZER,

		/** A workflow, with the default settings: it is asked about the same event. */
		CLAIMFLOW,

		/** The same, run for each token, as if each event were a new one. */
		CLAIMFLOW_EACH,

		/** The same, with the run log. */
		CLAIMFLOW_LOGGED,

		/** The same as {@link #CLAIMFLOW_EACH}, of a deployment in the database. */
		CLAIMFLOW_DEPLOYED;

		boolean runsWorkflows() {
			return this == CLAIMFLOW || runsEach();
		}

		boolean runsEach() {
			return this == CLAIMFLOW_EACH || this == CLAIMFLOW_LOGGED || this == CLAIMFLOW_DEPLOYED;
		}

	}

	/** Where authorizations are kept. */
	enum Storage {

		MEMORY, JDBC

	}

}
