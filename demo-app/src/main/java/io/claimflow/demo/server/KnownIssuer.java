package io.claimflow.demo.server;

import java.util.Map;

import io.claimflow.demo.DemoAddress;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Sets the issuer where the address of this server is known before it starts, and lets
 * deployments be pushed and runs be looked at there: the tokens for it name the issuer.
 * At a port that is taken by chance, each request has an issuer of its own, and there are
 * no such calls.
 */
final class KnownIssuer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String ISSUER = "spring.security.oauth2.authorizationserver.issuer";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		int port = environment.getProperty("server.port", Integer.class, 8080);
		if (port > 0) {
			String url = environment.getProperty("demo.url", "http://" + DemoAddress.LOOPBACK + ":" + port);
			environment.getPropertySources().addLast(new MapPropertySource("issuer", Map.of(ISSUER, url)));
		}
		environment.getPropertySources()
			.addLast(new MapPropertySource("calls",
					Map.of("claimflow.deployments.http.enabled", environment.containsProperty(ISSUER),
							"claimflow.runs.http.enabled", environment.containsProperty(ISSUER))));
	}

}
