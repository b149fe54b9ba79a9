package io.claimflow.demo.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.demo.DemoAddress;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * Takes the port of the internal service before anything else is made, as the
 * configuration of workflows says where it is: {@code demo.internal.address}, and
 * {@code demo.internal.key} for those who may call it. Nobody outside of this machine can
 * reach it.
 */
final class InternalAddress implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String PORT = "demo.internal.port";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		int port = context.getEnvironment().getProperty(PORT, Integer.class, 0);
		HttpServer server = listen(port);
		context.getBeanFactory().registerSingleton("internalServer", server);
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("internal service",
					Map.of("demo.internal.address", DemoAddress.LOOPBACK + ":" + server.getAddress().getPort(),
							"demo.internal.key", new Base64StringKeyGenerator(32).generateKey())));
	}

	private static HttpServer listen(int port) {
		try {
			return HttpServer.create(new InetSocketAddress(DemoAddress.LOOPBACK, port), 0);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Port " + port + " of " + DemoAddress.LOOPBACK
					+ " cannot be listened at. End what listens there, or set " + PORT + " to another port, or to 0.",
					ex);
		}
	}

}
