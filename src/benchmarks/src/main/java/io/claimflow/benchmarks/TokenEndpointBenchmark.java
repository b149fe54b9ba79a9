package io.claimflow.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
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
		this.variants = variants;
		this.warmUp = Duration.ofSeconds(warmUp);
		this.rounds = rounds;
		this.stretch = Duration.ofSeconds(stretch);
		this.properties = properties;
	}

	/**
	 * Runs the comparison, in about thirty minutes.
	 * @param arguments optionally the longest warm-up in seconds, the rounds, the seconds
	 * of each stretch of load, and the kinds of storage
	 */
	public static void main(String[] arguments) throws Exception {
		int[] numbers = { 240, 8, 4 };
		for (int i = 0; i < Math.min(arguments.length, numbers.length); i++) {
			numbers[i] = Integer.parseInt(arguments[i]);
		}
		List<String> storages = (arguments.length > numbers.length)
				? Arrays.asList(arguments).subList(numbers.length, arguments.length)
				: Arrays.stream(TokenServer.Storage.values()).map(Enum::name).toList();
		System.out.printf("JDK %s, %d processors%n", Runtime.version(), Runtime.getRuntime().availableProcessors());
		for (String storage : storages) {
			new TokenEndpointBenchmark(VARIANTS, numbers[0], numbers[1], numbers[2])
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
		Map<TokenServer.Variant, ServerProcess> servers = new EnumMap<>(TokenServer.Variant.class);
		try {
			for (TokenServer.Variant variant : this.variants) {
				servers.put(variant, new ServerProcess(variant, storage, this.properties));
			}
			compareClaims(servers);
			int rate = (steady > 0) ? steady : Integer.MAX_VALUE;
			for (Map.Entry<TokenServer.Variant, ServerProcess> entry : servers.entrySet()) {
				ServerProcess server = entry.getValue();
				warmUp(entry.getKey(), server);
				double throughput = Load.full(server, this.stretch).throughput();
				rate = (steady > 0) ? steady : (int) Math.min(rate, throughput / 2);
			}
			// More connections, most of them idle: what a server has learned does not all
			// hold.
			for (ServerProcess server : servers.values()) {
				Load.steady(server, STRETCH, rate);
				Load.steady(server, STRETCH, rate);
			}
			measure(servers, storage, rate);
		}
		finally {
			servers.values().forEach(ServerProcess::close);
		}
	}

	/** Until a server is no longer getting faster: a script engine takes minutes. */
	private void warmUp(TokenServer.Variant variant, ServerProcess server) {
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
		System.out.printf("%s is warm after %d s%n", variant, (System.nanoTime() - start) / 1_000_000_000);
	}

	private void compareClaims(Map<TokenServer.Variant, ServerProcess> servers)
			throws IOException, InterruptedException {
		Map<String, Object> expected = servers.get(this.variants.get(0)).claims();
		Map<String, Object> found = servers.get(this.variants.get(this.variants.size() - 1)).claims();
		for (String claim : List.of("client", "plan", "audiences")) {
			if (expected.get(claim) == null || !expected.get(claim).equals(found.get(claim))) {
				throw new IllegalStateException("The tokens differ: " + expected + " and " + found);
			}
		}
	}

	private void measure(Map<TokenServer.Variant, ServerProcess> servers, TokenServer.Storage storage, int rate)
			throws IOException {
		Map<TokenServer.Variant, List<Sample>> full = new EnumMap<>(TokenServer.Variant.class);
		Map<TokenServer.Variant, List<Sample>> half = new EnumMap<>(TokenServer.Variant.class);
		for (int round = 0; round < this.rounds; round++) {
			List<TokenServer.Variant> turn = new ArrayList<>(this.variants);
			Collections.rotate(turn, round);
			for (TokenServer.Variant variant : turn) {
				full.computeIfAbsent(variant, (key) -> new ArrayList<>())
					.add(Load.full(servers.get(variant), this.stretch));
			}
			for (TokenServer.Variant variant : turn) {
				half.computeIfAbsent(variant, (key) -> new ArrayList<>())
					.add(Load.steady(servers.get(variant), this.stretch, rate));
				servers.get(variant).forget();
			}
		}
		print("%s, %d connections, as many requests as are answered".formatted(storage, Load.CONNECTIONS), full);
		print("%s, %d requests per second".formatted(storage, rate), half);
	}

	private void print(String title, Map<TokenServer.Variant, List<Sample>> samples) {
		System.out.printf("%n%s%n%-15s%10s%22s%12s%22s%10s%10s%10s%n", title, "", "tokens/s", "ratio", "CPU µs",
				"ratio", "p50 ms", "p99 ms", "p99.9 ms");
		List<Sample> baseline = samples.get(this.variants.get(0));
		samples.forEach((variant, mine) -> {
			Histogram all = new Histogram(3);
			mine.forEach((sample) -> all.add(sample.nanos()));
			Sample sum = new Sample(0, all, 0);
			System.out.printf("%-15s%10.0f%22s%12.0f%22s%10.2f%10.2f%10.2f%n", variant,
					median(mine, Sample::throughput), ratio(mine, baseline, Sample::throughput),
					median(mine, Sample::cpuMicros), ratio(mine, baseline, Sample::cpuMicros), sum.millis(50),
					sum.millis(99), sum.millis(99.9));
		});
		System.out.printf("%n%-15s%22s%22s%n", "", "p50, ratio", "p99, ratio");
		samples.forEach((variant, mine) -> System.out.printf("%-15s%22s%22s%n", variant,
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
