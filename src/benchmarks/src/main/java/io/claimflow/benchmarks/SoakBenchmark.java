package io.claimflow.benchmarks;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.claimflow.stress.Hostile;
import io.claimflow.stress.Requests;
import io.claimflow.stress.StressProcess;

/**
 * A steady load of token requests with one hostile run in a hundred, and each minute what
 * the requests took, how they ended and what the server holds. Before that, two minutes
 * of warm-up, the second with the same load and nothing hostile.
 */
public final class SoakBenchmark {

	private SoakBenchmark() {
	}

	/**
	 * Runs for twenty minutes.
	 * @param arguments optionally the requests per second and the minutes
	 */
	public static void main(String[] arguments) throws Exception {
		int rate = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 200;
		int minutes = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 20;
		Map<String, String> workflows = Hostile.workflows();
		try (StressProcess server = new StressProcess(workflows)) {
			HttpRequest token = Requests.token(server);
			List<HttpRequest> hostile = new ArrayList<>();
			workflows.keySet().forEach((name) -> hostile.add(Requests.get(server, "/stress/run/" + name)));
			Requests.warmUp(Duration.ofSeconds(60), token);
			try (Requests alone = new Requests().steadily(rate, () -> token)) {
				alone.endAfter(Duration.ofSeconds(60));
				System.out.printf("%-8s %8s %8s %8s %8s %8s  %s%n", "minute", "requests", "p50 ms", "p99 ms", "p99.9",
						"max", "how they ended; after a collection");
				System.out.printf("%-8s %s  %s%n", "none yet", Requests.row(alone.take()), alone.ends());
			}
			try (Requests honest = new Requests().steadily(rate, () -> token);
					Requests attack = new Requests().steadily(rate / 100.0, Requests.oneOf(hostile))) {
				Map<String, Integer> before = Map.of();
				for (int minute = 1; minute <= minutes; minute++) {
					Thread.sleep(Duration.ofMinutes(1).toMillis());
					System.out.printf("%-8d %s  %s; ", minute, Requests.row(honest.take()),
							since(before, honest.ends()));
					System.out.println(server.state());
					// What waited for the collections that this asks for does not count
					Thread.sleep(3_000);
					honest.take();
					before = honest.ends();
				}
				honest.end();
				attack.end();
				System.out.println("honest: " + honest.ends() + ", hostile: " + attack.ends());
			}
			Thread.sleep(10_000);
			System.out.println("10 s later: " + server.state());
		}
		System.exit(0);
	}

	private static Map<String, Integer> since(Map<String, Integer> before, Map<String, Integer> now) {
		Map<String, Integer> since = new TreeMap<>();
		now.forEach((end, count) -> since.put(end, count - before.getOrDefault(end, 0)));
		return since;
	}

}
