package io.claimflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.claimflow.stress.Requests;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import tools.jackson.databind.JsonNode;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures what deployments in a database cost, and how fast they are: from a push or a
 * rollback to the last of one, three and five nodes; a node that polls; tokens; and the
 * start of a node. The nodes are processes of their own, with PostgreSQL in another.
 */
public final class DeploymentBenchmark {

	/** Requests for tokens that each node is sent in a second, when there is load. */
	private static final int RATE = 10;

	private static final Duration IDLE = Duration.ofSeconds(60);

	private static final int STARTS = 5;

	private final EmbeddedPostgres postgres;

	private final int tries;

	private final AtomicInteger version = new AtomicInteger();

	private DeploymentBenchmark(EmbeddedPostgres postgres, int tries) {
		this.postgres = postgres;
		this.tries = tries;
	}

	/**
	 * Runs the measurements, in about twenty minutes.
	 * @param arguments optionally how many pushes there are of each kind, and the parts:
	 * nodes, idle, tokens, start
	 */
	public static void main(String[] arguments) throws Exception {
		int tries = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 20;
		List<String> parts = (arguments.length > 1) ? Arrays.asList(arguments).subList(1, arguments.length)
				: List.of("nodes", "idle", "start", "tokens");
		System.out.printf("JDK %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			DeploymentBenchmark benchmark = new DeploymentBenchmark(postgres, tries);
			for (String part : parts) {
				switch (part) {
					case "nodes" -> benchmark.nodes();
					case "idle" -> benchmark.idle();
					case "start" -> benchmark.start();
					case "tokens" -> new TokenEndpointBenchmark(
							List.of(TokenServer.Variant.CLAIMFLOW_EACH, TokenServer.Variant.CLAIMFLOW_DEPLOYED), 120, 8,
							4)
						.run(TokenServer.Storage.MEMORY);
					default -> throw new IllegalArgumentException("There is no part " + part);
				}
			}
		}
		System.exit(0);
	}

	private void nodes() throws Exception {
		System.out.printf("%nTo the last node, ms: p50, p99 of %d%n%-7s%-16s%20s%20s%20s%s%n", this.tries, "nodes",
				"load", "from the push", "from its answer", "from a rollback", "   answers under load");
		for (int number : List.of(1, 3, 5)) {
			String database = Nodes.database(this.postgres, "nodes" + number);
			try (Nodes nodes = new Nodes(this.postgres, database, number)) {
				List<String> versions = new ArrayList<>(List.of(push(nodes).version()));
				for (int i = 0; i < 3; i++) {
					versions.add(push(nodes).version());
				}
				rows(nodes, number, versions);
			}
		}
	}

	private void rows(Nodes nodes, int number, List<String> versions) throws Exception {
		for (boolean busy : List.of(false, true)) {
			AtomicInteger turn = new AtomicInteger();
			try (Requests load = new Requests()) {
				if (busy) {
					load.steadily(RATE * number, () -> {
						ServerProcess server = nodes.servers().get(turn.getAndIncrement() % number);
						return server.tokenRequest(Load.BODY);
					});
					TimeUnit.SECONDS.sleep(3);
				}
				List<Push> pushes = new ArrayList<>();
				List<Double> rollbacks = new ArrayList<>();
				for (int i = 0; i < this.tries; i++) {
					String before = versions.get(versions.size() - 1);
					Push push = push(nodes);
					pushes.add(push);
					versions.add(push.version());
					rollbacks.add(last(nodes, before, nodes::rollBack));
				}
				load.end();
				System.out.printf("%-7d%-16s%20s%20s%20s   %s%n", number,
						busy ? "%d tokens/s".formatted(RATE * number) : "none",
						percentiles(pushes.stream().map(Push::millis).toList()),
						percentiles(pushes.stream().map(Push::afterAnswer).toList()), percentiles(rollbacks),
						load.ends());
			}
		}
	}

	private Push push(Nodes nodes) throws Exception {
		String next = "v" + this.version.incrementAndGet();
		List<CompletableFuture<Long>> seen = nodes.await(next);
		long start = System.nanoTime();
		nodes.push(next);
		long answered = System.nanoTime();
		long last = last(seen);
		return new Push(next, (last - start) / 1e6, Math.max(0, last - answered) / 1e6);
	}

	private static double last(Nodes nodes, String version, Callable<JsonNode> change) throws Exception {
		List<CompletableFuture<Long>> seen = nodes.await(version);
		long start = System.nanoTime();
		change.call();
		return (last(seen) - start) / 1e6;
	}

	private static long last(List<CompletableFuture<Long>> seen) {
		return seen.stream().mapToLong(CompletableFuture::join).max().orElseThrow();
	}

	private static String percentiles(List<Double> millis) {
		double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		return "%.0f, %.0f".formatted(percentile(sorted, 0.5), percentile(sorted, 0.99));
	}

	private static double percentile(double[] sorted, double share) {
		return sorted[(int) Math.ceil(share * sorted.length) - 1];
	}

	/** What a node does that is asked for nothing. */
	private void idle() throws Exception {
		String database = Nodes.database(this.postgres, "idle");
		String other = Nodes.database(this.postgres, "idle_without");
		try (Nodes nodes = new Nodes(this.postgres, database, 1);
				ServerProcess without = new ServerProcess(TokenServer.Variant.CLAIMFLOW_EACH,
						TokenServer.Storage.MEMORY, Nodes.connection(this.postgres, other).toArray(new String[0]))) {
			ServerProcess with = nodes.servers().get(0);
			JsonNode pushed = nodes.push("idle");
			System.out.printf("%nThe artifact of the project has %d bytes, its sources zipped %d%n",
					pushed.path("bytes").asInt(), Nodes.zip("idle").length);
			TimeUnit.SECONDS.sleep(20);
			Duration withBefore = with.cpuTime();
			Duration withoutBefore = without.cpuTime();
			long before = transactions(database);
			TimeUnit.SECONDS.sleep(IDLE.toSeconds());
			System.out.printf("In %d s without requests: %d ms of CPU with deployments, %d without; %d transactions%n",
					IDLE.toSeconds(), with.cpuTime().minus(withBefore).toMillis(),
					without.cpuTime().minus(withoutBefore).toMillis(), transactions(database) - before);
		}
	}

	private long transactions(String database) {
		return JdbcClient.create(this.postgres.getPostgresDatabase())
			.sql("select xact_commit from pg_stat_database where datname = ?")
			.param(database)
			.query(Long.class)
			.single();
	}

	/** Starts, by turns, from the folder and from the database. */
	private void start() throws Exception {
		Path folder = Files.createTempDirectory("project");
		try {
			for (String file : List.of("kinde.json", Nodes.WORKFLOW)) {
				Files.createDirectories(folder.resolve(file).getParent());
				Files.writeString(folder.resolve(file), Nodes.source(file));
			}
			String database = Nodes.database(this.postgres, "start");
			String other = Nodes.database(this.postgres, "start_without");
			try (Nodes first = new Nodes(this.postgres, database, 1)) {
				first.push("stored");
			}
			List<String> stored = new ArrayList<>(Nodes.properties(this.postgres, database, "b"));
			stored.add("--claimflow.project=file:" + folder.resolve("none"));
			List<String> read = new ArrayList<>(Nodes.connection(this.postgres, other));
			read.add("--claimflow.project=" + folder.toUri());
			List<Double> fromFolder = new ArrayList<>();
			List<Double> fromDatabase = new ArrayList<>();
			System.out.printf("%nStarts: s, s of CPU%n");
			for (int i = 0; i < STARTS; i++) {
				fromFolder.add(start("folder", TokenServer.Variant.CLAIMFLOW_EACH, read));
				fromDatabase.add(start("database", TokenServer.Variant.CLAIMFLOW_DEPLOYED, stored));
			}
			System.out.printf("Median of the CPU: folder %.1f s, database %.1f s%n", median(fromFolder),
					median(fromDatabase));
		}
		finally {
			try (Stream<Path> files = Files.walk(folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	private static double start(String from, TokenServer.Variant variant, List<String> properties) throws IOException {
		long start = System.nanoTime();
		try (ServerProcess server = new ServerProcess(variant, TokenServer.Storage.MEMORY,
				properties.toArray(new String[0]))) {
			double cpu = server.cpuTime().toMillis() / 1e3;
			System.out.printf("%-10s%6.1f%6.1f%n", from, (System.nanoTime() - start) / 1e9, cpu);
			return cpu;
		}
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

	/**
	 * A push, and when the last node had it.
	 *
	 * @param version what its tokens say
	 * @param millis from the push to the last node
	 * @param afterAnswer from the answer to the last node
	 */
	private record Push(String version, double millis, double afterAnswer) {
	}

}
