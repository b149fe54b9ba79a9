package io.claimflow.demo.partner;

import java.util.Map;
import java.util.Objects;

import io.claimflow.demo.DemoAddress;

import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts the partner's server ahead of the demo, whose configuration says where it is:
 * {@code demo.partner.issuer}. Nobody outside of this machine can reach it. With
 * {@code demo.partner.enabled=false} there is none.
 */
final class PartnerAddress implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PORT = "demo.partner.port";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		Environment environment = context.getEnvironment();
		if (!environment.getProperty("demo.partner.enabled", Boolean.class, true)) {
			return;
		}
		AnnotationConfigServletWebServerApplicationContext partner = start(
				environment.getProperty(PORT, Integer.class, 0));
		context.addApplicationListener((event) -> {
			if (event instanceof ContextClosedEvent closed && closed.getApplicationContext() == context) {
				partner.close();
			}
		});
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("partner", Map.of("demo.partner.issuer",
					"http://" + DemoAddress.HOST + ":" + Objects.requireNonNull(partner.getWebServer()).getPort())));
	}

	/** With no configuration but this: the demo's is not the partner's. */
	private static AnnotationConfigServletWebServerApplicationContext start(int port) {
		AnnotationConfigServletWebServerApplicationContext partner = new AnnotationConfigServletWebServerApplicationContext();
		partner.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("partner", Map.of("server.address", DemoAddress.HOST, "server.port", port,
					// Cookies know no port.
					"server.servlet.session.cookie.name", "CLAIMFLOW_PARTNER",
					"server.servlet.session.cookie.same-site", "lax", "claimflow.enabled", false)));
		partner.register(PartnerServer.class);
		try {
			partner.refresh();
			return partner;
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("The partner's server cannot start. If something else listens at port "
					+ port + " of " + DemoAddress.HOST + ", end it, or set " + PORT + " to another port, or to 0.", ex);
		}
	}

}
