package io.claimflow.benchmarks;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.stress.Requests;
import io.claimflow.stress.StressProcess;
import org.HdrHistogram.Histogram;

/**
 * 200 sign-ins at a time, whose workflow waits two seconds for a third party, and beside
 * them requests that no workflow has a say in: on platform threads and on virtual ones.
 */
public final class OverloadBenchmark {

	private static final int SIGN_INS = 200;

	private static final int RATE = 50;

	/** Who was refused tries again, but not at once. */
	private static final Duration PAUSE = Duration.ofSeconds(1);

	private OverloadBenchmark() {
	}

	/**
	 * Runs for about three minutes.
	 * @param arguments optionally the seconds of each stretch
	 */
	public static void main(String[] arguments) throws Exception {
		Duration stretch = Duration.ofSeconds((arguments.length > 0) ? Integer.parseInt(arguments[0]) : 15);
		HttpServer partner = HttpServer
			.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0), 0);
		partner.setExecutor(Executors.newCachedThreadPool());
		partner.createContext("/", (exchange) -> {
			try {
				Thread.sleep(2000);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		partner.start();
		System.out.printf("%-34s %8s %8s %8s %8s %8s%n", "", "requests", "p50 ms", "p99 ms", "p99.9", "max");
		run(partner.getAddress().getPort(), stretch, false);
		if (Runtime.version().feature() >= 21) {
			run(partner.getAddress().getPort(), stretch, true);
		}
		System.exit(0);
	}

	private static void run(int partner, Duration stretch, boolean virtual) throws Exception {
		String url = "http://127.0.0.1:" + partner + "/";
		String threads = virtual ? "virtual threads, " : "platform threads, ";
		try (StressProcess server = new StressProcess(
				Map.of("slow", "kinde.fetch('" + url + "', { responseFormat: 'text' }).status;"),
				"--claimflow.fetch.allow=127.0.0.1:" + partner, "--claimflow.fetch.timeout=2500ms",
				"--spring.threads.virtual.enabled=" + virtual)) {
			HttpRequest plain = Requests.get(server, "/oauth2/jwks");
			HttpRequest signIn = Requests.get(server, "/stress/run/slow");
			Requests.warmUp(Duration.ofSeconds(10), plain);
			Requests.warmUp(Duration.ofSeconds(5), Requests.token(server));
			Histogram alone = new Histogram(3);
			Histogram beside = new Histogram(3);
			Histogram signIns = new Histogram(3);
			Map<String, Integer> ends = new TreeMap<>();
			for (int round = 0; round < 2; round++) {
				try (Requests requests = new Requests().steadily(RATE, () -> plain)) {
					alone.add(requests.endAfter(stretch).take());
				}
				try (Requests requests = new Requests().steadily(RATE, () -> plain);
						Requests load = new Requests().atATime(SIGN_INS, PAUSE, () -> signIn)) {
					beside.add(requests.endAfter(stretch).take());
					load.end();
					signIns.add(load.take());
					load.ends().forEach((end, count) -> ends.merge(end, count, Integer::sum));
				}
			}
			System.out.printf("%-34s %s%n", threads + "alone", Requests.row(alone));
			System.out.printf("%-34s %s%n", threads + "beside sign-ins", Requests.row(beside));
			System.out.printf("%-34s %s%n", threads + "sign-ins", Requests.row(signIns));
			System.out.println("sign-ins: " + ends + ", " + server.state());
		}
	}

}
