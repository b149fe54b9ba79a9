package io.claimflow.spring.management;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.claimflow.fetch.OwnServer;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Lets Tomcat listen, at a port of its own on the loopback interface and with threads of
 * its own, to what workflows ask of their own server. However many of the server's other
 * threads run workflows, these are there to answer.
 */
final class OwnServerConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, OwnServerEntrance {

	private final Connector connector = new Connector();

	private final OwnServerFilter filter;

	/**
	 * Creates the connector.
	 * @param secure whether the server is reached with TLS, which ends before it or at
	 * its other port
	 * @param threads the number of threads
	 * @param filter keeps others out
	 */
	OwnServerConnector(boolean secure, int threads, OwnServerFilter filter) {
		this.filter = filter;
		this.connector.setPort(0);
		this.connector.setScheme(secure ? "https" : "http");
		this.connector.setSecure(secure);
		AbstractProtocol<?> protocol = (AbstractProtocol<?>) this.connector.getProtocolHandler();
		protocol.setAddress(InetAddress.getLoopbackAddress());
		protocol.setMinSpareThreads(1);
		protocol.setMaxThreads(threads);
		filter.port(this::port);
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		factory.addAdditionalConnectors(this.connector);
	}

	private int port() {
		return this.connector.getLocalPort();
	}

	@Override
	public Optional<OwnServer.Entrance> entrance() {
		int port = port();
		return (port > 0)
				? Optional.of(this.filter.entrance(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
				: Optional.empty();
	}

}
