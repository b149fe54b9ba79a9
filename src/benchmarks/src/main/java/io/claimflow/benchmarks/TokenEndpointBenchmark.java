package io.claimflow.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.HdrHistogram.Histogram;

/**
 * Compares the token endpoints of three servers: plain Spring Authorization Server, one
 * with a hand-written customizer, and one with a workflow that makes the same claims.
 * They take turns, so that whatever else the machine does meets all of them.
 */
public final class TokenEndpointBenchmark {

	private static final List<TokenServer.Variant> VARIANTS = List.of(TokenServer.Variant.CUSTOMIZER,
			TokenServer.Variant.PLAIN, TokenServer.Variant.CLAIMFLOW, TokenServer.Variant.CLAIMFLOW_EACH);

	/** A stretch of the warm-up. */
	private static final Duration STRETCH = Duration.ofSeconds(5);

	/** A server is warm when so many stretches have not been faster than the best. */
	private static final int STEADY = 6;

	private final List<TokenServer.Variant> variants;

	private final Map<String, OtherServer> others;

	private final Duration warmUp;

	private final int rounds;

	private final Duration stretch;

	private final String[] properties;

	/**
	 * Creates a comparison.
	 * @param variants the servers; the others are compared with the first one
	 * @param warmUp the longest warm-up in seconds
	 * @param rounds how often each has its turn
	 * @param stretch the seconds of each stretch of load
	 * @param properties further properties of all servers, as {@code --name=value}
	 */
	TokenEndpointBenchmark(List<TokenServer.Variant> variants, int warmUp, int rounds, int stretch,
			String... properties) {
		this(variants, Map.of(), warmUp, rounds, stretch, properties);
	}

	private TokenEndpointBenchmark(List<TokenServer.Variant> variants, Map<String, OtherServer> others, int warmUp,
			int rounds, int stretch, String... properties) {
		this.variants = variants;
		this.others = others;
		this.warmUp = Duration.ofSeconds(warmUp);
		this.rounds = rounds;
		this.stretch = Duration.ofSeconds(stretch);
		this.properties = properties;
	}

	/**
	 * Runs the comparison, in about thirty minutes.
	 * @param given optionally the longest warm-up in seconds, the rounds, the seconds of
	 * each stretch of load, and the kinds of storage; and anywhere, as {@code name=url},
	 * other servers that take their turns
	 */
	public static void main(String[] given) throws Exception {
		Map<String, OtherServer> others = new LinkedHashMap<>();
		Arrays.stream(given)
			.filter((argument) -> argument.contains("="))
			.map((argument) -> argument.split("=", 2))
			.forEach((other) -> others.put(other[0], OtherServer.of(other[1])));
		String[] arguments = Arrays.stream(given).filter((argument) -> !argument.contains("=")).toArray(String[]::new);
		int[] numbers = { 240, 8, 4 };
		for (int i = 0; i < Math.min(arguments.length, numbers.length); i++) {
			numbers[i] = Integer.parseInt(arguments[i]);
		}
		List<String> storages = (arguments.length > numbers.length)
				? Arrays.asList(arguments).subList(numbers.length, arguments.length)
				: Arrays.stream(TokenServer.Storage.values()).map(Enum::name).toList();
		System.out.printf("JDK %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
		for (String storage : storages) {
			new TokenEndpointBenchmark(VARIANTS, others, numbers[0], numbers[1], numbers[2])
				.run(TokenServer.Storage.valueOf(storage));
		}
		System.exit(0);
	}

	void run(TokenServer.Storage storage) throws IOException, InterruptedException {
		run(storage, 0);
	}

	/**
	 * Runs the comparison with one kind of storage.
	 * @param steady the requests per second of the steady load, or 0 for half of what the
	 * slowest server answers
	 */
	void run(TokenServer.Storage storage, int steady) throws IOException, InterruptedException {
		Map<String, TokenEndpoint> servers = new LinkedHashMap<>();
		try {
			List<ServerProcess> own = new ArrayList<>();
			for (TokenServer.Variant variant : this.variants) {
				ServerProcess server = new ServerProcess(variant, storage, this.properties);
				own.add(server);
				servers.put(variant.toString(), server);
			}
			servers.putAll(this.others);
			compareClaims(own);
			int rate = (steady > 0) ? steady : Integer.MAX_VALUE;
			for (Map.Entry<String, TokenEndpoint> entry : servers.entrySet()) {
				TokenEndpoint server = entry.getValue();
				warmUp(entry.getKey(), server);
				double throughput = Load.full(server, this.stretch).throughput();
				rate = (steady > 0) ? steady : (int) Math.min(rate, throughput / 2);
			}
			// More connections, most of them idle: what a server has learned does not all
			// hold.
			for (TokenEndpoint server : servers.values()) {
				Load.steady(server, STRETCH, rate);
				Load.steady(server, STRETCH, rate);
			}
			measure(servers, storage, rate);
		}
		finally {
			servers.values().forEach(TokenEndpoint::close);
		}
	}

	/** Until a server is no longer getting faster: a script engine takes minutes. */
	private void warmUp(String name, TokenEndpoint server) {
		long start = System.nanoTime();
		long end = start + this.warmUp.toNanos();
		double best = 0;
		for (int since = 0; since < STEADY && System.nanoTime() < end; since++) {
			double throughput = Load.full(server, STRETCH).throughput();
			if (throughput > best * 1.03) {
				best = throughput;
				since = -1;
			}
		}
		System.out.printf("%s is warm after %d s%n", name, (System.nanoTime() - start) / 1_000_000_000);
	}

	private static void compareClaims(List<ServerProcess> servers) throws IOException, InterruptedException {
		Map<String, Object> expected = servers.get(0).claims();
		Map<String, Object> found = servers.get(servers.size() - 1).claims();
		for (String claim : List.of("client", "plan", "audiences")) {
			if (expected.get(claim) == null || !expected.get(claim).equals(found.get(claim))) {
				throw new IllegalStateException("The tokens differ: " + expected + " and " + found);
			}
		}
	}

	private void measure(Map<String, TokenEndpoint> servers, TokenServer.Storage storage, int rate) throws IOException {
		Map<String, List<Sample>> full = samples(servers);
		Map<String, List<Sample>> half = samples(servers);
		for (int round = 0; round < this.rounds; round++) {
			List<String> turn = new ArrayList<>(servers.keySet());
			Collections.rotate(turn, round);
			for (String name : turn) {
				full.get(name).add(Load.full(servers.get(name), this.stretch));
			}
			for (String name : turn) {
				half.get(name).add(Load.steady(servers.get(name), this.stretch, rate));
				servers.get(name).forget();
			}
		}
		print("%s, %d connections, as many requests as are answered".formatted(storage, Load.CONNECTIONS), full);
		print("%s, %d requests per second".formatted(storage, rate), half);
	}

	private static Map<String, List<Sample>> samples(Map<String, TokenEndpoint> servers) {
		Map<String, List<Sample>> samples = new LinkedHashMap<>();
		servers.keySet().forEach((name) -> samples.put(name, new ArrayList<>()));
		return samples;
	}

	private void print(String title, Map<String, List<Sample>> samples) {
		System.out.printf("%n%s%n%-15s%10s%22s%12s%22s%10s%10s%10s%n", title, "", "tokens/s", "ratio", "CPU µs",
				"ratio", "p50 ms", "p99 ms", "p99.9 ms");
		List<Sample> baseline = samples.get(this.variants.get(0).toString());
		samples.forEach((name, mine) -> {
			Histogram all = new Histogram(3);
			mine.forEach((sample) -> all.add(sample.nanos()));
			Sample sum = new Sample(0, all, 0);
			System.out.printf("%-15s%10.0f%22s%12.0f%22s%10.2f%10.2f%10.2f%n", name, median(mine, Sample::throughput),
					ratio(mine, baseline, Sample::throughput), median(mine, Sample::cpuMicros),
					ratio(mine, baseline, Sample::cpuMicros), sum.millis(50), sum.millis(99), sum.millis(99.9));
		});
		System.out.printf("%n%-15s%22s%22s%n", "", "p50, ratio", "p99, ratio");
		samples.forEach((name, mine) -> System.out.printf("%-15s%22s%22s%n", name,
				ratio(mine, baseline, (sample) -> sample.millis(50)),
				ratio(mine, baseline, (sample) -> sample.millis(99))));
	}

	private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
		return median(samples.stream().mapToDouble(value).sorted().toArray());
	}

	private static double median(double[] sorted) {
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

	/** The median of the rounds' ratios, with the smallest and the largest. */
	private static String ratio(List<Sample> mine, List<Sample> baseline, ToDoubleFunction<Sample> value) {
		double[] ratios = new double[mine.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = value.applyAsDouble(mine.get(i)) / value.applyAsDouble(baseline.get(i));
		}
		Arrays.sort(ratios);
		return "%.3f (%.2f to %.2f)".formatted(median(ratios), ratios[0], ratios[ratios.length - 1]);
	}

}
