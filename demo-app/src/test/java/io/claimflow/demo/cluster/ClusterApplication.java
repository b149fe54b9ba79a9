package io.claimflow.demo.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.claimflow.demo.DemoAccounts;

/**
 * Three nodes of the demo behind one address, with a PostgreSQL that comes along:
 * {@code mvn spring-boot:test-run}. A node that ends is started again.
 */
public final class ClusterApplication {

	private static final int PORT = 9000;

	/** A node that cannot start would try for ever. */
	private static final Duration TOO_SHORT = Duration.ofSeconds(5);

	private ClusterApplication() {
	}

	public static void main(String[] args) throws IOException {
		Cluster cluster = Cluster.start(PORT, Stream.concat(properties(), Stream.of(args)).toList(),
				System.out::println);
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
		cluster.nodes().forEach((node) -> keep(cluster, node));
		System.out.println("""

				  Three nodes of the Claimflow demo are ready.

				  Open        %s
				  Sign in as  %s / %s
				  Nodes       %s

				  The header %s of an answer names its node:
				  curl -si %s | grep -i %s
				""".formatted(cluster.uri(), DemoAccounts.USERNAME, DemoAccounts.PASSWORD,
				cluster.nodes()
					.stream()
					.map((node) -> node.name() + " " + node.uri() + " (process " + node.running().pid() + ")")
					.toList(),
				Balancer.NODE, cluster.uri(), Balancer.NODE));
	}

	/** What this process was told of workflows, each node is told. */
	private static Stream<String> properties() {
		return System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("claimflow.") || name.startsWith("demo."))
			.map((name) -> "--" + name + "=" + System.getProperty(name));
	}

	private static void keep(Cluster cluster, Node node) {
		Thread keeper = new Thread(() -> {
			try {
				for (long started = System.nanoTime();; started = System.nanoTime()) {
					int status = node.running().waitFor();
					System.out.println("[" + node.name() + "] has ended with status " + status);
					if (System.nanoTime() - started < TOO_SHORT.toNanos()) {
						return;
					}
					cluster.start(node);
					System.out.println("[" + node.name() + "] is process " + node.running().pid());
				}
			}
			catch (IOException | IllegalStateException ex) {
				System.out.println(ex.getMessage());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "keeper-" + node.name());
		keeper.setDaemon(true);
		keeper.start();
	}

}
