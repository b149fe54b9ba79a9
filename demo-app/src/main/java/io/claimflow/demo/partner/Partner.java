package io.claimflow.demo.partner;

import java.util.Map;
import java.util.Objects;

import io.claimflow.demo.DemoAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * The partner, whose server starts when the demo is ready, or when it is needed before.
 * Nobody outside of this machine can reach it. With {@code demo.partner.enabled=false}
 * there is none.
 */
@Component
@ConditionalOnBooleanProperty(name = "demo.partner.enabled", matchIfMissing = true)
public final class Partner implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(Partner.class);

	private final int port;

	private final DemoAddress demo;

	private @Nullable AnnotationConfigServletWebServerApplicationContext server;

	private boolean closed;

	Partner(@Value("${demo.partner.port:0}") int port, DemoAddress demo) {
		this.port = port;
		this.demo = demo;
	}

	/**
	 * The issuer identifier of the partner's server, which is started if it does not run.
	 * @throws IllegalStateException if it cannot start
	 */
	public synchronized String issuer() {
		AnnotationConfigServletWebServerApplicationContext running = this.server;
		if (running == null) {
			if (this.closed) {
				throw new IllegalStateException("The demo has ended, and the partner's server with it");
			}
			running = start();
			this.server = running;
		}
		return "http://" + DemoAddress.LOOPBACK + ":" + Objects.requireNonNull(running.getWebServer()).getPort();
	}

	/** The start of the demo does not wait for the partner's. */
	@EventListener(ApplicationReadyEvent.class)
	void startInBackground() {
		Thread thread = new Thread(() -> {
			try {
				issuer();
			}
			catch (IllegalStateException ex) {
				logger.error("Nobody can sign in with the partner's account. {}", ex.getMessage(), ex);
			}
		}, "demo-partner");
		thread.setDaemon(true);
		thread.start();
	}

	/** With no configuration but this: the demo's is not the partner's. */
	private AnnotationConfigServletWebServerApplicationContext start() {
		AnnotationConfigServletWebServerApplicationContext partner = new AnnotationConfigServletWebServerApplicationContext();
		partner.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("partner",
					Map.of("server.address", DemoAddress.LOOPBACK, "server.port", this.port,
							// Cookies know no port.
							"server.servlet.session.cookie.name", "CLAIMFLOW_PARTNER",
							"server.servlet.session.cookie.same-site", "lax", "claimflow.enabled", false,
							"demo.signed-out", this.demo.url("/?signed-out"))));
		partner.register(PartnerServer.class);
		try {
			partner.refresh();
			return partner;
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException(
					"The partner's server cannot start. If something else listens at port " + this.port + " of "
							+ DemoAddress.LOOPBACK + ", end it, or set demo.partner.port to another port, or to 0.",
					ex);
		}
	}

	@Override
	public synchronized void destroy() {
		this.closed = true;
		if (this.server != null) {
			this.server.close();
		}
	}

}
