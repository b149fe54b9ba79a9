package io.claimflow.demo.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;

/**
 * Three nodes of the demo with one PostgreSQL and one balancer. The database is empty at
 * the start and gone at the end.
 */
final class Cluster implements AutoCloseable {

	private static final List<String> NAMES = List.of("a", "b", "c");

	static {
		// A node that ends is an error to the balancer, and no news to who ends it.
		LoggingSystem logging = LoggingSystem.get(Cluster.class.getClassLoader());
		logging.setLogLevel("io.undertow", LogLevel.OFF);
		logging.setLogLevel("org.xnio", LogLevel.WARN);
		logging.setLogLevel("io.zonky", LogLevel.WARN);
	}

	private final EmbeddedPostgres postgres;

	private final Balancer balancer;

	private final List<Node> nodes = new ArrayList<>();

	private final String key = new Base64StringKeyGenerator(Base64.getEncoder(), 32).generateKey();

	private boolean closed;

	private Cluster(EmbeddedPostgres postgres, Balancer balancer) {
		this.postgres = postgres;
		this.balancer = balancer;
	}

	/**
	 * Starts the nodes, all at once.
	 * @param port the port of the balancer, or 0 for any
	 * @param arguments further arguments of each node
	 * @param log takes the lines that nodes write once they serve
	 */
	static Cluster start(int port, List<String> arguments, Consumer<String> log) throws IOException {
		Cluster cluster = new Cluster(EmbeddedPostgres.builder().start(), Balancer.start(port));
		try {
			for (String name : NAMES) {
				cluster.nodes.add(new Node(name, freePort(), cluster.environment(), arguments,
						(line) -> log.accept("[" + name + "] " + line)));
			}
			Map<Node, Process> launched = new LinkedHashMap<>();
			for (Node node : cluster.nodes) {
				launched.put(node, node.launch());
			}
			for (Map.Entry<Node, Process> one : launched.entrySet()) {
				one.getKey().awaitStart(one.getValue());
				cluster.balancer.add(one.getKey().name(), one.getKey().uri());
			}
			return cluster;
		}
		catch (IOException | RuntimeException ex) {
			cluster.close();
			throw ex;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			return free.getLocalPort();
		}
	}

	/** What every node needs to know, and nobody else. */
	private Map<String, String> environment() {
		return Map.of("SPRING_DATASOURCE_URL", this.postgres.getJdbcUrl("postgres", "postgres"),
				"SPRING_DATASOURCE_USERNAME", "postgres", "SPRING_DATASOURCE_PASSWORD", "",
				"CLAIMFLOW_ENCRYPTION_KEYS_K1", this.key, "DEMO_URL", uri().toString());
	}

	/** The one address. */
	URI uri() {
		return this.balancer.uri();
	}

	DataSource database() {
		return this.postgres.getPostgresDatabase();
	}

	List<Node> nodes() {
		return this.nodes;
	}

	Node node(String name) {
		return this.nodes.stream().filter((node) -> node.name().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * Starts a node that has ended.
	 * @throws IllegalStateException if all are ended for good
	 */
	void start(Node node) throws IOException {
		node.awaitStart(launch(node));
		this.balancer.add(node.name(), node.uri());
	}

	private synchronized Process launch(Node node) throws IOException {
		if (this.closed) {
			throw new IllegalStateException("The cluster has ended, and node " + node.name() + " with it");
		}
		return node.launch();
	}

	/** Ends a node so that nobody notices. */
	void stop(Node node) throws InterruptedException {
		this.balancer.remove(node.uri());
		node.terminate();
	}

	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.nodes.forEach(Node::destroy);
		this.balancer.close();
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("PostgreSQL could not be ended", ex);
		}
	}

}
