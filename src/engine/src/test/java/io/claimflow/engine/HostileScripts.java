package io.claimflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.claims.ProtectedClaims;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Runs groups of the scripts of {@code src/test/resources/hostile} on one engine. Each
 * script must end as it says, reach nothing, and leave nothing for the honest workflow
 * that runs after it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract sealed class HostileScripts
		permits HostileEscapeTests, HostileLoadingTests, HostileMemoryTests, HostileStackTests, HostileTimeTests {

	/**
	 * Scripts that are not run, and why. Each would keep a thread of the tests busy for
	 * very long or for ever, or leave the process damaged.
	 */
	static final Map<String, String> LEFT_OUT = Map.ofEntries( //
			entry("uncancellable/finally-recursion", "at the end of the stack, cancelling overflows it again"),
			entry("uncancellable/stack-host-calls", "a class first used with no stack left stays unusable for all"),
			entry("uncancellable/stack-intl", "a class first used with no stack left stays unusable for all"),
			entry("uncancellable/stack-library", "a class first used with no stack left stays unusable for all"));

	/** Whatever a script does, the others have their turn. */
	private static final Duration GUARD = Duration.ofSeconds(60);

	/** Groups whose scripts go for the globals of other runs. */
	private static final Set<String> THOROUGH = Set.of("across", "escape");

	private static final String SECRET = "s3cr3t-of-the-server";

	private static final Map<TokenType, Map<String, Object>> TOKENS = Map.of( //
			TokenType.M2M_TOKEN, claims("machine"), //
			TokenType.ACCESS_TOKEN, claims("alice@example.com"), //
			TokenType.ID_TOKEN, claims("alice@example.com"));

	/** Requests that nobody may make. */
	private final AtomicInteger intrusions = new AtomicInteger();

	/** The globals as an honest run finds them, thoroughly and at a glance. */
	private final Map<Boolean, List<LogLine>> honestLogs = new HashMap<>();

	private final Set<String> groups;

	private final Limits limits;

	private HttpServer internal;

	private HttpServer partner;

	private Fetcher fetcher;

	private LiveEngine engine;

	private DeployedWorkflow honest;

	/** Groups that run with the usual limits. */
	HostileScripts(String... groups) {
		this(limits(), groups);
	}

	HostileScripts(Limits.Builder limits, String... groups) {
		this.limits = limits.build();
		this.groups = Set.of(groups);
	}

	/** The time a script computes does not depend on what else the machine does. */
	static Limits.Builder limits() {
		return Limits.builder()
			.deadline(Duration.ofSeconds(3))
			.cpuTime(Duration.ofMillis(250))
			.allocatedBytes(64 << 20);
	}

	final Set<String> groups() {
		return this.groups;
	}

	private static Map<String, Object> claims(String subject) {
		return Map.of("sub", subject, "iss", "https://auth.example.com", "exp", 1_900_000_000L, "jti", "token-1",
				"scope", List.of("read"), "plan", "basic");
	}

	@BeforeAll
	final void start() throws IOException, InvalidProjectException {
		this.internal = server((exchange) -> {
			this.intrusions.incrementAndGet();
			answer(exchange, 200, SECRET);
		});
		this.partner = server(this::answerOfPartner);
		this.fetcher = new Fetcher(
				new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of(authority(this.partner))));
		this.engine = engine(Limits.builder().deadline(GUARD).cpuTime(GUARD).build());
		this.honest = deploy(resource("/honestWorkflow.ts"));
		this.honestLogs.put(true, honestRun(true).log());
		this.honestLogs.put(false, honestRun(false).log());
		this.engine.close();
		this.engine = engine(this.limits);
		this.engine.warmUp(5);
		this.honest = deploy(resource("/honestWorkflow.ts"));
	}

	private LiveEngine engine(Limits limits) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(limits)
			.capacity(Capacity.builder().outcomeCacheSize(0).build())
			.variables(this::variable)
			.fetcher(this.fetcher)
			.build());
	}

	@AfterAll
	final void stop() {
		this.engine.close();
		this.fetcher.close();
		this.internal.stop(0);
		this.partner.stop(0);
	}

	@TestFactory
	final Stream<DynamicTest> theHonestWorkflowRunsAsBeforeAfter() {
		return HostileScript.all()
			.stream()
			.filter((script) -> this.groups.contains(script.group()))
			.filter((script) -> !LEFT_OUT.containsKey(script.name()))
			.map((script) -> DynamicTest.dynamicTest(script.name(),
					() -> assertTimeoutPreemptively(GUARD, () -> check(script))));
	}

	private void check(HostileScript script) {
		Optional<DeployedWorkflow> deployed = deploy(script);
		for (int i = 0; i < script.runs() && deployed.isPresent(); i++) {
			check(script, this.engine.run(deployed.get(), TestWorkflow.event(), before(deployed.get())));
		}
		assertThat(this.intrusions).as("requests to addresses that are closed").hasValue(0);
		boolean thorough = THOROUGH.contains(script.group());
		assertThat(honestRun(thorough).log()).as("the globals of the next run")
			.isEqualTo(this.honestLogs.get(thorough));
	}

	/** Deploys a script, or nothing if it is refused, as it must. */
	private Optional<DeployedWorkflow> deploy(HostileScript script) {
		try {
			return Optional.of(deploy(script.source()));
		}
		catch (InvalidProjectException ex) {
			assertThat(script.ends()).as(ex.getMessage()).contains(HostileScript.REFUSED);
			assertThat(ex.problems()).hasSizeBetween(1, 100)
				.allSatisfy((problem) -> assertThat(problem.message()).hasSizeLessThan(5_000)
					.doesNotContain("Error: breach"))
				.allSatisfy((problem) -> assertThat(problem.toString()).doesNotContain("\u001b"));
			return Optional.empty();
		}
	}

	private DeployedWorkflow deploy(String source) throws InvalidProjectException {
		LiveEngine.Deployment deployment = this.engine.deploy(TestWorkflow.project(TestWorkflow.FILE, source));
		return this.engine.workflow(deployment.workflows().get(0).trigger()).orElseThrow();
	}

	private static Claims before(DeployedWorkflow workflow) {
		Claims claims = Claims.none();
		for (TokenType token : workflow.workflow().trigger().tokens()) {
			claims = claims.and(token, TOKENS.get(token));
		}
		return claims;
	}

	private void check(HostileScript script, Outcome outcome) {
		String end = (outcome.status() == Outcome.Status.FAILED) ? outcome.failure().orElseThrow().kind().name()
				: outcome.status().name();
		assertThat(script.ends()).as(() -> script + " ended with " + outcome.failure()).contains(end);
		outcome.failure().ifPresent((failure) -> {
			assertThat(failure.message()).doesNotStartWith("Error: breach").hasSizeLessThan(2_100);
			assertThat(failure.stack()).hasSizeLessThanOrEqualTo(20)
				.allSatisfy((frame) -> assertThat(frame.function()).hasSizeLessThan(2_100));
		});
		assertThat(outcome.effects()).hasSizeLessThanOrEqualTo(100).allSatisfy(HostileScripts::assertHarmless);
		assertThat(outcome.warnings()).hasSizeLessThan(100)
			.allSatisfy((warning) -> assertThat(warning.message()).hasSizeLessThan(1_000));
		assertThat(outcome.log()).hasSizeLessThanOrEqualTo(this.limits.logLines());
		assertThat(outcome.log().stream().mapToInt((line) -> line.message().length()).sum())
			.isLessThan(this.limits.logBytes() + 100);
		assertThat(outcome.toString()).doesNotContain(SECRET);
	}

	private static void assertHarmless(Effect effect) {
		if (effect instanceof Effect.SetClaim set) {
			assertThat(set.name()).isNotEqualTo("breach").isNotIn(ProtectedClaims.names(set.token()));
		}
		else if (effect instanceof Effect.RemoveClaim removed) {
			assertThat(removed.name()).isNotIn(ProtectedClaims.names(removed.token()));
		}
		else if (effect instanceof Effect.DenyAccess deny) {
			assertThat(deny.reason()).hasSizeLessThan(2_000);
		}
		else if (effect instanceof Effect.InvalidateFormField field) {
			assertThat(field.field().length() + field.message().length()).isLessThan(4_000);
		}
	}

	private Outcome honestRun(boolean thorough) {
		Event event = new Event(Map.of("thorough", thorough), TestWorkflow.event().context());
		Outcome outcome = this.engine.run(this.honest, event,
				Claims.of(TokenType.M2M_TOKEN, TOKENS.get(TokenType.M2M_TOKEN)));
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(TestWorkflow.set(outcome)).isEqualTo(Map.of("client", "demo", "plan", "pro", "price", "1,234.5",
				"name", "é", "big", "1180591620717411303424", "year", 2023));
		assertThat(outcome.warnings()).isEmpty();
		assertThat(outcome.log()).hasSize(1);
		return outcome;
	}

	private Optional<VariableSource.Variable> variable(String name) {
		return switch (name) {
			case "API_KEY" -> Optional.of(new VariableSource.Variable(SECRET, true));
			case "INTERNAL" ->
				Optional.of(new VariableSource.Variable("http://" + authority(this.internal) + "/", false));
			case "PARTNER" ->
				Optional.of(new VariableSource.Variable("http://" + authority(this.partner) + "/", false));
			default -> Optional.empty();
		};
	}

	private static String authority(HttpServer server) {
		return "127.0.0.1:" + server.getAddress().getPort();
	}

	/** Answers, redirects to what is closed, or never answers. */
	private void answerOfPartner(HttpExchange exchange) throws IOException {
		switch (exchange.getRequestURI().getPath()) {
			case "/never" -> exchange.getRequestBody().readAllBytes();
			case "/redirect" -> {
				exchange.getResponseHeaders().add("Location", "http://" + authority(this.internal) + "/");
				answer(exchange, 302, "");
			}
			default -> answer(exchange, 200, """
					{ "plan": "pro", "__proto__": { "polluted": true }, "toJSON": 1, "then": 2, "constructor": {} }
					""");
		}
	}

	private static void answer(HttpExchange exchange, int status, String text) throws IOException {
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	private static HttpServer server(HttpHandler handler) throws IOException {
		InetAddress loopback = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
		server.createContext("/", handler);
		server.start();
		return server;
	}

	private static String resource(String name) throws IOException {
		try (InputStream in = HostileScripts.class.getResourceAsStream(name)) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
