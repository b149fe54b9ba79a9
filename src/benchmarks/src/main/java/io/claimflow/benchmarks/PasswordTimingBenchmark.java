package io.claimflow.benchmarks;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/**
 * Measures whether the time of a sign-in tells a password that a workflow refuses from a
 * wrong one, and a user that there is from one that there is not. Attempts of all kinds
 * take turns, over real HTTP.
 */
public final class PasswordTimingBenchmark {

	/** Weak, so that what is not hashing has a chance to be seen. */
	private static final int STRENGTH = 6;

	private static final String USER = "ada@example.com";

	/** The right one, which the workflow denies. */
	private static final String PASSWORD = "denied-1";

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final String login;

	private final String csrf;

	private PasswordTimingBenchmark(int port) throws IOException, InterruptedException {
		this.login = "http://127.0.0.1:" + port + "/login";
		Matcher token = CSRF.matcher(
				this.http.send(HttpRequest.newBuilder(URI.create(this.login)).build(), BodyHandlers.ofString()).body());
		if (!token.find()) {
			throw new IOException("The login page has no form");
		}
		this.csrf = URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
	}

	/**
	 * Runs the comparison, in about two minutes.
	 * @param arguments optionally the number of attempts of each kind
	 */
	public static void main(String[] arguments) throws Exception {
		int attempts = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 1000;
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Server.class)
			.properties(Map.of("server.port", "0", "server.address", "127.0.0.1", "logging.level.root", "OFF",
					"spring.main.banner-mode", "off", "claimflow.project", "classpath:passwords"))
			.run()) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			PasswordTimingBenchmark benchmark = new PasswordTimingBenchmark(port);
			benchmark.measure(attempts / 2);
			print(benchmark.measure(attempts));
		}
		System.exit(0);
	}

	private Map<Attempt, double[]> measure(int attempts) throws IOException, InterruptedException {
		Map<Attempt, double[]> millis = new EnumMap<>(Attempt.class);
		List<Attempt> turn = new ArrayList<>(List.of(Attempt.values()));
		turn.forEach((attempt) -> millis.put(attempt, new double[attempts]));
		for (int i = 0; i < attempts; i++) {
			Collections.rotate(turn, 1);
			for (Attempt attempt : turn) {
				millis.get(attempt)[i] = millis(attempt);
			}
		}
		return millis;
	}

	private double millis(Attempt attempt) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.login))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("username=" + URLEncoder.encode(attempt.username, StandardCharsets.UTF_8)
					+ "&password=" + attempt.password + "&_csrf=" + this.csrf))
			.build();
		long start = System.nanoTime();
		HttpResponse<String> response = this.http.send(request, BodyHandlers.ofString());
		double millis = (System.nanoTime() - start) / 1e6;
		String location = response.headers().firstValue("Location").orElse("");
		if (response.statusCode() != 302 || !location.endsWith("/login?error")) {
			throw new IOException(attempt + " was answered with " + response.statusCode() + " " + location);
		}
		return millis;
	}

	private static void print(Map<Attempt, double[]> millis) {
		System.out.printf("JDK %s, %d processors, bcrypt of strength %d, %d attempts of each kind, ms%n",
				Runtime.version(), Runtime.getRuntime().availableProcessors(), STRENGTH,
				millis.get(Attempt.WRONG).length);
		System.out.printf("%-16s%10s%10s%10s%34s%n", "", "p5", "p50", "p95", "to WRONG: mean (95 % interval)");
		double[] wrong = millis.get(Attempt.WRONG);
		millis.forEach((attempt, mine) -> {
			double[] sorted = mine.clone();
			Arrays.sort(sorted);
			System.out.printf("%-16s%10.3f%10.3f%10.3f%34s%n", attempt, sorted[mine.length / 20],
					sorted[mine.length / 2], sorted[mine.length * 19 / 20], difference(mine, wrong));
		});
	}

	/**
	 * Attempts of the same turn met the same state of the machine, so they make pairs.
	 */
	private static String difference(double[] mine, double[] wrong) {
		double[] pairs = new double[mine.length];
		Arrays.setAll(pairs, (i) -> mine[i] - wrong[i]);
		double mean = Arrays.stream(pairs).average().orElse(0);
		double variance = Arrays.stream(pairs).map((pair) -> (pair - mean) * (pair - mean)).sum() / (pairs.length - 1);
		double half = 1.96 * Math.sqrt(variance / pairs.length);
		return "%+.3f (%+.3f to %+.3f)".formatted(mean, mean - half, mean + half);
	}

	/** A kind of attempt to sign in. None succeeds. */
	private enum Attempt {

		/** A wrong password, to which the workflow has no objection. */
		WRONG(USER, "wrong-01"),

		/** The right password, which the workflow denies. */
		DENIED(USER, PASSWORD),

		/** A wrong password, which the workflow denies. */
		DENIED_WRONG(USER, "denied-2"),

		/** The workflow fails. */
		FAILED(USER, "failed-1"),

		/** Nobody has that name. */
		UNKNOWN("bob@example.com", "wrong-01"),

		/** Nobody has that name, and the workflow denies the password. */
		UNKNOWN_DENIED("bob@example.com", PASSWORD);

		private final String username;

		private final String password;

		Attempt(String username, String password) {
			this.username = username;
			this.password = password;
		}

	}

	/** The server: no {@code @Configuration}, as other programs here scan for those. */
	@EnableAutoConfiguration
	static class Server {

		@Bean
		static PasswordEncoder passwordEncoder() {
			return new BCryptPasswordEncoder(STRENGTH);
		}

		@Bean
		static UserDetailsService users(PasswordEncoder encoder) {
			String encoded = Objects.requireNonNull(encoder.encode(PASSWORD));
			return new InMemoryUserDetailsManager(User.withUsername(USER).password(encoded).roles("USER").build());
		}

	}

}
