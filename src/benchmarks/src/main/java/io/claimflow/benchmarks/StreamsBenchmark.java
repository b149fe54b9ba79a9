package io.claimflow.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Opens very many connections to one server, each of which asks for an event stream of
 * runs and stays open, and says what they are answered, and what a token takes meanwhile.
 */
public final class StreamsBenchmark {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int TOKENS = 200;

	private final ServerProcess server;

	private final Selector selector;

	private final Map<String, Integer> answers = new TreeMap<>();

	private final List<SocketChannel> open = new ArrayList<>();

	private StreamsBenchmark(ServerProcess server) throws IOException {
		this.server = server;
		this.selector = Selector.open();
	}

	/**
	 * Runs it, in about a minute. Both processes need a file descriptor for each
	 * connection.
	 * @param arguments optionally the number of connections, and of streams that may be
	 * open
	 */
	public static void main(String[] arguments) throws Exception {
		int connections = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10_000;
		int streams = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 10;
		try (ServerProcess server = new ServerProcess(TokenServer.Variant.CLAIMFLOW_LOGGED, TokenServer.Storage.MEMORY,
				"--claimflow.runs.http.enabled=true", "--claimflow.runs.http.clients=" + TokenServer.CLIENT,
				"--claimflow.runs.http.calls-per-minute=1000000", "--claimflow.runs.http.streams=" + streams,
				"--server.tomcat.max-connections=" + (connections + 1000),
				"--spring.security.oauth2.authorizationserver.issuer=https://auth.example.com",
				"--spring.security.oauth2.authorizationserver.client.benchmark.registration.scopes=read,claimflow:runs")) {
			new StreamsBenchmark(server).run(connections);
		}
		System.exit(0);
	}

	private void run(int connections) throws IOException, InterruptedException {
		String token = this.server
			.token(this.server.tokenRequest("grant_type=client_credentials&scope=claimflow%3Aruns"));
		for (int i = 0; i < 5; i++) {
			tokens();
		}
		say("before");
		byte[] request = """
				GET /claimflow/runs/stream HTTP/1.1\r
				Host: 127.0.0.1\r
				Authorization: Bearer %s\r
				\r
				""".formatted(token).getBytes(StandardCharsets.US_ASCII);
		long start = System.nanoTime();
		for (int i = 0; i < connections; i++) {
			ask(request);
			if (i % 100 == 0) {
				read(1);
			}
		}
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (this.answers.values().stream().mapToInt(Integer::intValue).sum() < connections
				&& System.nanoTime() < end) {
			read(100);
		}
		System.out.printf("%d connections in %d ms, answered %s%n", connections,
				(System.nanoTime() - start) / 1_000_000, this.answers);
		say("while they are open");
		for (SocketChannel channel : this.open) {
			channel.close();
		}
		Thread.sleep(2000);
		say("after");
	}

	private void ask(byte[] request) throws IOException {
		SocketChannel channel = SocketChannel
			.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.port()));
		this.open.add(channel);
		ByteBuffer buffer = ByteBuffer.wrap(request);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
		channel.configureBlocking(false);
		channel.register(this.selector, SelectionKey.OP_READ);
	}

	/** The first line of an answer is enough: connections stay open. */
	private void read(int milliseconds) throws IOException {
		this.selector.select((key) -> {
			ByteBuffer buffer = ByteBuffer.allocate(8192);
			String answer;
			try {
				answer = (((SocketChannel) key.channel()).read(buffer) < 0) ? "closed"
						: new String(buffer.array(), 0, Math.min(12, buffer.position()), StandardCharsets.US_ASCII);
			}
			catch (IOException ex) {
				answer = "reset";
			}
			this.answers.merge(answer, 1, Integer::sum);
			key.cancel();
		}, milliseconds);
	}

	private long[] tokens() throws IOException, InterruptedException {
		long[] micros = new long[TOKENS];
		for (int i = 0; i < TOKENS; i++) {
			long start = System.nanoTime();
			this.server.token(this.server.tokenRequest(Load.BODY));
			micros[i] = (System.nanoTime() - start) / 1000;
		}
		java.util.Arrays.sort(micros);
		return micros;
	}

	private void say(String when) throws IOException, InterruptedException {
		long[] micros = tokens();
		System.out.printf("%-20s a token takes %.1f ms (p50), %.1f ms (p99); the server has %s and %s%n", when,
				micros[TOKENS / 2] / 1000.0, micros[TOKENS * 99 / 100] / 1000.0, status("VmRSS"), status("Threads"));
	}

	/** What Linux says of the server. */
	private String status(String name) throws IOException {
		return Files.readAllLines(Path.of("/proc", String.valueOf(this.server.pid()), "status"))
			.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.replaceAll("\\s+", " "))
			.findFirst()
			.orElse(name + " unknown");
	}

}
