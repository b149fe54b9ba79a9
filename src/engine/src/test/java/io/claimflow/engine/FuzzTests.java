package io.claimflow.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.claims.ProtectedClaims;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Throws random workflows, settings and projects at the engine. A few seconds of it are
 * always the same; {@code -Dclaimflow.fuzz.minutes=30 -Dclaimflow.fuzz.seed=7} goes on
 * for longer with other ones. What it finds names its seed.
 */
class FuzzTests {

	private static final int CASES = 60;

	private static final String SECRET = "s3cr3t-of-the-server";

	private static final String PASSWORD = "corr3ct-horse";

	private static final Limits LIMITS = Limits.builder()
		.deadline(Duration.ofSeconds(10))
		.cpuTime(Duration.ofSeconds(5))
		.loadTime(Duration.ofSeconds(20))
		.statements(2_000_000)
		.allocatedBytes(512L << 20)
		.build();

	/** What no run says, unless its author has written it. */
	private static final List<String> UNSAID = List.of("breach", SECRET, PASSWORD, "t0ken-of-the-partner",
			"org.graalvm", "com.oracle.truffle", "java.lang.");

	/** Ends that depend on the machine, and not on the workflow alone. */
	private static final Set<Failure.Kind> BY_CHANCE = Set.of(Failure.Kind.DEADLINE, Failure.Kind.CPU_TIME,
			Failure.Kind.MEMORY, Failure.Kind.STATEMENTS);

	private static final AtomicInteger INTRUSIONS = new AtomicInteger();

	private static final ListAppender<ILoggingEvent> ERRORS = new ListAppender<>();

	@TempDir
	private static Path directory;

	private static HttpServer internal;

	private static HttpServer partner;

	private static Fetcher fetcher;

	private static LiveEngine engine;

	private static List<String> urls;

	@BeforeAll
	static void start() throws IOException {
		internal = server(INTRUSIONS);
		partner = server(new AtomicInteger());
		int port = internal.getAddress().getPort();
		int open = partner.getAddress().getPort();
		urls = List.of("http://127.0.0.1:" + open + "/", "http://127.0.0.1:" + open + "/", "http://127.0.0.1:" + port,
				"http://127.1:" + port, "http://0x7f.1:" + port, "http://2130706433:" + port,
				"http://[::1]:" + port + "/", "http://[::ffff:127.0.0.1]:" + port, "http://localhost:" + port,
				"http://127.0.0.1:" + open + "@127.0.0.1:" + port, "http://127.0.0.1:" + open + "#@127.0.0.1:" + port,
				"http://127.0.0.1:" + port + "\\\\@127.0.0.1:" + open, "HTTP://127.0.0.2:" + port,
				"http://0:" + port + "/", "file:///etc/passwd", "http://127.0.0.1:" + open + "/%0d%0aX: y", "//x", "");
		fetcher = new Fetcher(new FetchLimits(Duration.ofSeconds(2), 1024 * 1024, 5, List.of("127.0.0.1:" + open)));
		engine = new LiveEngine(WorkflowEngine.builder()
			.limits(LIMITS)
			.capacity(Capacity.builder()
				.cpuTime(Duration.ofMinutes(1))
				.allocatedBytes(1L << 30)
				.outcomeCacheSize(0)
				.build())
			.variables((name) -> switch (name) {
				case "API_KEY" -> Optional.of(new VariableSource.Variable(SECRET, true));
				case "REGION" -> Optional.of(new VariableSource.Variable("eu-north", false));
				default -> Optional.empty();
			})
			.fetcher(fetcher)
			.build());
		ERRORS.start();
		((Logger) LoggerFactory.getLogger("io.claimflow")).addAppender(ERRORS);
	}

	@AfterAll
	static void stop() {
		((Logger) LoggerFactory.getLogger("io.claimflow")).detachAppender(ERRORS);
		engine.close();
		fetcher.close();
		internal.stop(0);
		partner.stop(0);
	}

	private static HttpServer server(AtomicInteger requests) throws IOException {
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 0), 0);
		server.createContext("/", (exchange) -> {
			requests.incrementAndGet();
			byte[] body = "{\"access_token\":\"t0ken-of-the-partner\",\"then\":1,\"__proto__\":{\"x\":1}}"
				.getBytes(StandardCharsets.UTF_8);
			exchange.getRequestBody().readAllBytes();
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		server.start();
		return server;
	}

	/**
	 * The seeds of what was found once. Those of {@code 515} took a spoilt check of a
	 * hostile script for a breach, and the line of a script for a word of the engine; in
	 * the next one, a timer races a call. In the others, an error quotes the text of a
	 * check that had been built and not run, and a variable that there was not let a
	 * script log its own word.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1_000_000_000L, 515_000_007_524L, 515_000_012_994L, 20261128_000_004_056L,
			6603057066912395511L, 6603057066912385099L })
	void whatWasFoundOnceStaysMended(long seed) {
		check(seed);
	}

	@Test
	void nothingGetsOutAndEveryRunEndsAsItShould() {
		long first = Long.getLong("claimflow.fuzz.seed", 1) * 1_000_000_000L;
		long minutes = Long.getLong("claimflow.fuzz.minutes", 0);
		long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
		List<Long> failed = new ArrayList<>();
		long seed = first;
		for (; failed.size() < 20 && (seed < first + CASES || (minutes > 0 && System.nanoTime() < end)); seed++) {
			try {
				check(seed);
			}
			catch (Throwable ex) {
				failed.add(seed);
				ex.printStackTrace();
			}
		}
		if (minutes > 0) {
			System.out.println("fuzzed " + (seed - first) + " cases, " + engine.status());
		}
		assertThat(failed).isEmpty();
	}

	private static void check(long seed) {
		try {
			switch ((int) (seed % 5)) {
				case 0, 1, 2 -> {
					String source = FuzzedProgram.source(seed, urls);
					workflow(source, !FuzzedProgram.races(source));
				}
				case 3 -> workflow(FuzzedProgram.settings(seed), false);
				default -> project(seed);
			}
			assertThat(INTRUSIONS).as("requests to an address that is closed").hasValue(0);
			assertThat(ERRORS.list).filteredOn((event) -> event.getLevel() == Level.ERROR)
				.as("errors in the log")
				.isEmpty();
		}
		catch (Throwable ex) {
			throw new AssertionError("Seed " + seed, ex);
		}
		finally {
			ERRORS.list.clear();
		}
	}

	private static void workflow(String source, boolean twice) {
		Optional<DeployedWorkflow> deployed = deploy(
				TestWorkflow.project("kindeSrc/environment/workflows/fuzzWorkflow.js", source));
		if (deployed.isPresent()) {
			Outcome first = run(deployed.get(), UNSAID);
			if (twice) {
				same(first, run(deployed.get(), UNSAID));
			}
		}
	}

	/** Spoils one of the hostile scripts, or the file that says where a project is. */
	private static void project(long seed) {
		Random random = new Random(seed);
		List<HostileScript> scripts = HostileScript.all()
			.stream()
			.filter((script) -> Set.of("escape", "across", "output", "sync").contains(script.group()))
			.toList();
		String source = scripts.get(random.nextInt(scripts.size())).source();
		String kindeJson = "{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\", \"integrations\": {} }";
		boolean json = random.nextInt(3) == 0;
		String spoilt = json ? source : FuzzedText.of(seed, source);
		List<String> unsaid = json ? UNSAID : UNSAID.stream().filter((word) -> !spoilt.contains(word)).toList();
		read(spoilt, json ? FuzzedText.of(seed, kindeJson) : kindeJson).flatMap(FuzzTests::deploy)
			.ifPresent((workflow) -> run(workflow, unsaid));
	}

	private static Optional<Project> read(String source, String kindeJson) {
		try {
			Path root = directory.resolve("project");
			Files.createDirectories(root.resolve("kindeSrc/environment/workflows"));
			Files.writeString(directory.resolve("outside.ts"), "export default '" + SECRET + "'");
			write(root.resolve("kinde.json"), kindeJson);
			write(root.resolve("kindeSrc/environment/workflows/fuzzWorkflow.ts"), source);
			Project project = new ProjectReader(LIMITS, FuzzTests.class.getClassLoader()).read(root.toUri().toString());
			assertThat(project.files().values()).as("files of the project").noneMatch((text) -> text.contains(SECRET));
			return Optional.of(project);
		}
		catch (InvalidProjectException ex) {
			refused(ex);
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** As bytes: a text may have what UTF-8 has not. */
	private static void write(Path file, String text) throws IOException {
		Files.write(file, text.getBytes(text.contains("\ud800") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8));
	}

	private static Optional<DeployedWorkflow> deploy(Project project) {
		try {
			return Optional.of(engine.workflow(engine.deploy(project).workflows().get(0).trigger()).orElseThrow());
		}
		catch (InvalidProjectException ex) {
			refused(ex);
			return Optional.empty();
		}
	}

	private static void refused(InvalidProjectException refused) {
		assertThat(refused.problems()).hasSizeBetween(1, 200).allSatisfy((problem) -> {
			assertThat(problem.toString()).hasSizeLessThan(10_000).doesNotContain("\u001b", "Error: breach", SECRET);
		});
	}

	private static Outcome run(DeployedWorkflow workflow, List<String> unsaid) {
		Claims before = Claims.none();
		for (TokenType token : workflow.workflow().trigger().tokens()) {
			before = before.and(token, Map.of("sub", "alice", "iss", "https://auth.example.com", "exp", 1_900_000_000L,
					"scope", List.of("read"), "plan", "basic"));
		}
		Event event = new Event(Map.of("ip", "203.0.113.7"),
				Map.of("auth", Map.of("password", PASSWORD), "application", Map.of("clientId", "demo")),
				Set.of(PASSWORD));
		Outcome outcome = engine.run(workflow, event, before);
		assertThat(outcome.failure().map(Failure::kind)).isNotEqualTo(Optional.of(Failure.Kind.INTERNAL));
		outcome.failure().ifPresent((failure) -> assertThat(failure.message()).hasSizeLessThan(2_100));
		assertThat(unsaid).noneMatch((word) -> said(outcome).contains(word));
		assertThat(outcome.effects()).hasSizeLessThanOrEqualTo(5_000)
			.allSatisfy((effect) -> harmless(effect, workflow, outcome));
		assertThat(outcome.log()).hasSizeLessThanOrEqualTo(LIMITS.logLines());
		assertThat(outcome.warnings()).hasSizeLessThan(100);
		return outcome;
	}

	/** Everything but the lines of the source, in which an author has written it all. */
	private static String said(Outcome outcome) {
		return outcome.effects() + " " + outcome.log() + " " + outcome.warnings() + " "
				+ outcome.failure()
					.map((failure) -> failure.kind() + " " + failure.message() + " " + failure.stack() + " "
							+ failure.causes());
	}

	private static void harmless(Effect effect, DeployedWorkflow workflow, Outcome outcome) {
		if (effect instanceof Effect.SetClaim set) {
			assertThat(set.name()).isNotIn(ProtectedClaims.names(set.token()));
			assertThat(workflow.workflow().trigger().tokens()).contains(set.token());
			json(set.value());
		}
		else if (effect instanceof Effect.RemoveClaim removed) {
			assertThat(removed.name()).isNotIn(ProtectedClaims.names(removed.token())).isNotEqualTo("scope");
		}
		else {
			assertThat(workflow.workflow().trigger().effects()).contains(effect.getClass());
		}
		switch (outcome.status()) {
			case DENIED -> assertThat(effect).isInstanceOf(Effect.Denial.class);
			case FAILED -> assertThat(effect).isInstanceOf(Effect.InvalidateFormField.class);
			default -> assertThat(effect).isNotInstanceOf(Effect.Denial.class);
		}
	}

	/** Nothing of the script engine leaves it. */
	private static void json(Object value) {
		if (value instanceof Map<?, ?> map) {
			assertThat(map).isExactlyInstanceOf(LinkedHashMap.class);
			map.values().forEach(FuzzTests::json);
		}
		else if (value instanceof List<?> list) {
			assertThat(list).isExactlyInstanceOf(ArrayList.class);
			list.forEach(FuzzTests::json);
		}
		else if (value != null) {
			assertThat(value).isInstanceOfAny(String.class, Boolean.class, Integer.class, Long.class, Double.class);
		}
	}

	/** What one run leaves behind, the next one never sees. */
	private static void same(Outcome one, Outcome other) {
		if (List.of(one, other)
			.stream()
			.noneMatch((outcome) -> outcome.failure().map(Failure::kind).filter(BY_CHANCE::contains).isPresent())) {
			assertThat(withoutTime(other)).isEqualTo(withoutTime(one));
		}
	}

	/** What a run ended with, but for what a clock said. */
	private static String withoutTime(Outcome outcome) {
		return (outcome.status() + " " + outcome.effects() + " " + outcome.log() + " "
				+ outcome.failure().map(Failure::message))
			.replaceAll("20\\d\\d[-\\d:.TZ ]*|\\d\\d:\\d\\d:\\d\\d|\\d{13}", "now");
	}

}
