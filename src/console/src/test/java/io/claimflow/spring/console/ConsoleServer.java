package io.claimflow.spring.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A node of an authorization server with a console, a page of its own, and three users:
 * vera may view, charles may change, and eve may neither.
 */
final class ConsoleServer implements AutoCloseable {

	static final String PASSWORD = "sesame";

	private static final String KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

	private static final JWKSource<SecurityContext> KEYS = keys();

	private final ConfigurableApplicationContext context;

	private ConsoleServer(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/** The properties of a node whose project has one workflow. */
	static Map<String, Object> properties(Path directory) {
		write(directory.resolve("kinde.json"), "{\"rootDir\": \"kindeSrc\"}");
		write(directory.resolve("kindeSrc/environment/workflows/tokenWorkflow.ts"),
				"""
						export const workflowSettings = {
						  id: "token", name: "Machine <b>token</b>", trigger: "m2m:token_generation", failurePolicy: { action: "stop" },
						  bindings: { "kinde.m2mToken": {} }
						};
						export default async function () { kinde.m2mToken.setCustomClaim("plan", "free"); }
						""");
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("server.port", 0);
		properties.put("server.address", "127.0.0.1");
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.autoconfigure.exclude",
				"org.springframework.boot.session.jdbc.autoconfigure.JdbcSessionAutoConfiguration");
		properties.put("spring.datasource.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-id", "c");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-secret", "{noop}s");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.client-authentication-methods",
				"client_secret_basic");
		properties.put("spring.security.oauth2.authorizationserver.client.c.registration.authorization-grant-types",
				"client_credentials");
		properties.put("claimflow.project", directory.toUri().toString());
		properties.put("claimflow.deployments.enabled", true);
		properties.put("claimflow.deployments.poll-interval", "200ms");
		properties.put("claimflow.jdbc.initialize-schema", "always");
		properties.put("claimflow.encryption.keys.k1", KEY);
		properties.put("claimflow.runs.enabled", true);
		properties.put("claimflow.console.enabled", true);
		properties.put("claimflow.console.view-authority", "ROLE_VIEWER");
		properties.put("claimflow.console.change-authority", "ROLE_CHANGER");
		return properties;
	}

	/** The properties of a node whose database and sessions are in PostgreSQL. */
	static Map<String, Object> properties(Path directory, EmbeddedPostgres postgres) {
		Map<String, Object> properties = properties(directory);
		properties.put("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"));
		properties.put("spring.datasource.username", "postgres");
		properties.put("spring.datasource.hikari.maximum-pool-size", 4);
		properties.put("spring.datasource.hikari.connection-timeout", 500);
		return properties;
	}

	private static void write(Path file, String text) {
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static ConsoleServer start(Map<String, Object> properties) {
		return start(properties, Application.class, Counter.class);
	}

	static ConsoleServer startWith(Map<String, Object> properties, Class<?> more) {
		return start(properties, Application.class, Counter.class, more);
	}

	/** Where there is no console. */
	static ConsoleServer startWithoutSections(Map<String, Object> properties) {
		return start(properties, Application.class);
	}

	private static ConsoleServer start(Map<String, Object> properties, Class<?>... sources) {
		return new ConsoleServer(new SpringApplicationBuilder(sources).web(WebApplicationType.SERVLET)
			.registerShutdownHook(false)
			.properties(properties)
			.run());
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean has(Class<?> type) {
		return this.context.getBeanProvider(type).stream().findAny().isPresent();
	}

	/** How often something was changed on the page that is a test's. */
	int changes() {
		return this.context.getBean(AtomicInteger.class).get();
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path;
	}

	@Override
	public void close() {
		this.context.close();
	}

	private static JWKSource<SecurityContext> keys() {
		try {
			return new ImmutableJWKSet<>(
					new JWKSet(new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).keyID("test").generate()));
		}
		catch (JOSEException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * All servers sign with one key: to generate one takes longer than many a test.
		 */
		@Bean
		JWKSource<SecurityContext> jwkSource() {
			return KEYS;
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("vera", "VIEWER"), user("charles", "CHANGER"),
					user("eve", "USER"), user("otto", "VIEWER"));
		}

		private static UserDetails user(String name, String role) {
			return User.withUsername(name).password("{noop}" + PASSWORD).roles(role).build();
		}

		@Bean
		Pages pages() {
			return new Pages();
		}

		@Bean
		AtomicInteger changes() {
			return new AtomicInteger();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Counter {

		/** A page of the console's that changes something. */
		@Bean
		@Order(90)
		ConsoleSection counter(ConsolePages pages, AtomicInteger changes) {
			return new ConsoleSection("overview", "/claimflow/console/counter",
					RouterFunctions.route().POST("/claimflow/console/counter", (request) -> {
						changes.incrementAndGet();
						return pages.seeOther(request, "/claimflow/console");
					}).GET("/claimflow/console/form", (request) -> {
						CsrfToken token = (CsrfToken) request.attribute(CsrfToken.class.getName()).orElseThrow();
						return ServerResponse.ok()
							.body(("<input name=\"_csrf\" value=\"" + token.getToken() + "\">").getBytes());
					}).GET("/claimflow/console/broken", (request) -> {
						throw new IllegalStateException("sesame");
					}).build());
		}

	}

	/**
	 * A page of the application's, whose template has a name that the console has, too.
	 */
	@Controller
	static class Pages {

		@GetMapping("/")
		String start(Model model) {
			model.addAttribute("show", "the application's");
			return "overview";
		}

	}

}
