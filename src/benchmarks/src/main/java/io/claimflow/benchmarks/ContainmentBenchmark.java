package io.claimflow.benchmarks;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.claimflow.stress.Hostile;
import io.claimflow.stress.Requests;
import io.claimflow.stress.StressProcess;
import org.HdrHistogram.Histogram;

/**
 * Asks a warm server with 512 MB of heap and two processors for tokens at a steady rate,
 * by turns alone, beside clients whose workflow does nothing, and beside as many that run
 * hostile ones, all as fast as they are answered. In the first attack, the virtual
 * machine compiles code that nothing has used before.
 */
public final class ContainmentBenchmark {

	private static final int CLIENTS = 24;

	private static final String HARMLESS = "harmless";

	private static final Duration PAUSE = Duration.ofMillis(20);

	private ContainmentBenchmark() {
	}

	/**
	 * Runs for about fifteen minutes.
	 * @param arguments optionally the requests per second, the rounds, the seconds of
	 * each stretch, and {@code each}, {@code one} or {@code unstoppable} for a part
	 */
	public static void main(String[] arguments) throws Exception {
		String only = (arguments.length > 3) ? arguments[3] : "";
		int rate = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 50;
		int rounds = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 4;
		Duration stretch = Duration.ofSeconds((arguments.length > 2) ? Integer.parseInt(arguments[2]) : 15);
		if (only.isEmpty() || only.equals("each")) {
			run("a hostile workflow of each kind", Hostile.workflows(), rate, rounds, stretch);
		}
		if (only.isEmpty() || only.equals("one")) {
			run("one hostile workflow", Map.of("any", Hostile.any()), rate, rounds, stretch);
		}
		if (only.isEmpty() || only.equals("unstoppable")) {
			run("one that cannot be stopped", Hostile.unstoppable(), rate, rounds, stretch);
		}
		System.exit(0);
	}

	private static void run(String title, Map<String, String> workflows, int rate, int rounds, Duration stretch)
			throws Exception {
		System.out.println(title);
		Map<String, String> all = new LinkedHashMap<>(workflows);
		all.put(HARMLESS, "");
		try (StressProcess server = new StressProcess(all)) {
			List<HttpRequest> hostile = new ArrayList<>();
			workflows.keySet().forEach((name) -> hostile.add(Requests.get(server, "/stress/run/" + name)));
			HttpRequest harmless = Requests.get(server, "/stress/run/" + HARMLESS);
			HttpRequest token = Requests.token(server);
			Requests.warmUp(Duration.ofSeconds(60), token);
			try (Requests clients = new Requests().atATime(CLIENTS, PAUSE, () -> harmless)) {
				clients.endAfter(Duration.ofSeconds(15));
			}
			deploy(server);
			System.out.println("before: " + server.state());
			Histogram alone = new Histogram(3);
			Histogram besideHarmless = new Histogram(3);
			Histogram besideFirst = new Histogram(3);
			Histogram beside = new Histogram(3);
			Histogram hostileTimes = new Histogram(3);
			Map<String, Integer> ends = new LinkedHashMap<>();
			Map<String, Integer> hostileEnds = new LinkedHashMap<>();
			for (int round = 0; round < rounds; round++) {
				deploy(server);
				alone.add(measure(stretch, rate, token, null, ends));
				try (Requests clients = new Requests().atATime(CLIENTS, PAUSE, () -> harmless)) {
					besideHarmless.add(measure(stretch, rate, token, clients, ends));
				}
				deploy(server);
				try (Requests attack = new Requests().atATime(CLIENTS, PAUSE, Requests.oneOf(hostile))) {
					((round == 0) ? besideFirst : beside).add(measure(stretch, rate, token, attack, ends));
					hostileTimes.add(attack.take());
					attack.ends().forEach((end, count) -> hostileEnds.merge(end, count, Integer::sum));
				}
			}
			System.out.printf("%-22s %8s %8s %8s %8s %8s%n", "", "requests", "p50 ms", "p99 ms", "p99.9", "max");
			System.out.printf("%-22s %s%n", "honest alone", Requests.row(alone));
			System.out.printf("%-22s %s%n", "beside harmless ones", Requests.row(besideHarmless));
			System.out.printf("%-22s %s%n", "the first attack", Requests.row(besideFirst));
			System.out.printf("%-22s %s%n", "later attacks", Requests.row(beside));
			System.out.printf("%-22s %s%n", "hostile", Requests.row(hostileTimes));
			System.out.println("honest: " + ends + ", hostile: " + hostileEnds);
			System.out.println("after: " + server.state());
			deploy(server);
			System.out.println("deployed anew: " + server.state());
		}
	}

	/** What a deployment costs is not what is measured. */
	private static void deploy(StressProcess server) throws IOException, InterruptedException {
		server.deploy();
		Thread.sleep(2000);
	}

	private static Histogram measure(Duration stretch, int rate, HttpRequest token, Requests others,
			Map<String, Integer> ends) throws InterruptedException {
		try (Requests honest = new Requests().steadily(rate, () -> token)) {
			honest.endAfter(stretch);
			if (others != null) {
				others.end();
			}
			honest.ends().forEach((end, count) -> ends.merge(end, count, Integer::sum));
			return honest.take();
		}
	}

}
