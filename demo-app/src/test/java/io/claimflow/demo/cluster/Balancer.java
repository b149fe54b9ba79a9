package io.claimflow.demo.cluster;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.HttpString;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy that gives each request to the next node, whoever sends it. A node that
 * takes no connection is passed over, and asked again a second later.
 */
final class Balancer implements AutoCloseable {

	/** A header of each answer that names the node which the request went to. */
	static final String NODE = "Demo-Node";

	private static final int MILLISECONDS = 30_000;

	private final RoundRobin nodes = new RoundRobin();

	private final Undertow server;

	private Balancer(int port) {
		this.nodes.setConnectionsPerThread(100).setProblemServerRetry(1);
		this.server = Undertow.builder()
			.addHttpListener(port, "127.0.0.1")
			.setHandler(ProxyHandler.builder()
				.setProxyClient(this.nodes)
				.setMaxRequestTime(MILLISECONDS)
				.setMaxConnectionRetries(3)
				.build())
			.build();
	}

	/** Starts a balancer without nodes, which answers 503. */
	static Balancer start(int port) {
		Balancer balancer = new Balancer(port);
		balancer.server.start();
		return balancer;
	}

	URI uri() {
		InetSocketAddress address = (InetSocketAddress) this.server.getListenerInfo().get(0).getAddress();
		return URI.create("http://127.0.0.1:" + address.getPort());
	}

	/** Gives requests to a node from now on. */
	void add(String name, URI node) {
		if (this.nodes.names.put(node, name) == null) {
			this.nodes.addHost(node);
		}
	}

	/** Gives a node no further request. It answers those that it has. */
	void remove(URI node) {
		if (this.nodes.names.remove(node) != null) {
			this.nodes.removeHost(node);
		}
	}

	@Override
	public void close() {
		this.server.stop();
	}

	private static final class RoundRobin extends LoadBalancingProxyClient {

		private static final HttpString HEADER = new HttpString(NODE);

		private final Map<URI, String> names = new ConcurrentHashMap<>();

		@Override
		protected @Nullable Host selectHost(HttpServerExchange exchange) {
			Host host = super.selectHost(exchange);
			if (host != null) {
				exchange.getResponseHeaders().put(HEADER, this.names.getOrDefault(host.getUri(), "?"));
			}
			return host;
		}

	}

}
