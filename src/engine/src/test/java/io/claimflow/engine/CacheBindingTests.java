package io.claimflow.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpExchange;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.StoredToken;
import io.claimflow.cache.TestJwts;
import io.claimflow.cache.TokenCache;
import io.claimflow.cache.TokenStore;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.fetch.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@code kinde.cache} and what the library builds on it, with a real server
 * that issues the tokens.
 */
class CacheBindingTests {

	private static final VariableSource ENVIRONMENT = (name) -> switch (name) {
		case "KINDE_WF_M2M_CLIENT_ID" -> Optional.of(new VariableSource.Variable("machine", false));
		case "KINDE_WF_M2M_CLIENT_SECRET" -> Optional.of(new VariableSource.Variable("hush-hush", true));
		default -> Optional.empty();
	};

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));

	private static final LiveEngine ENGINE = engine(new InMemoryTokenStore());

	private static final String GET_TOKEN = """
			const options = { domain: base, clientId: "client", clientSecret: "hush-hush", audience: ["api"] };
			const token = await getM2MToken("name", options);
			""";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger issued = new AtomicInteger();

	/** Makes the answer to the n-th token request, from 1 on. */
	private volatile IntFunction<String> issuer = (number) -> access(TestJwts.expiringIn(3600, "token-" + number));

	private TestServer server;

	private static LiveEngine engine(TokenStore store) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(limits(Duration.ofSeconds(20)))
			.variables(ENVIRONMENT)
			.fetcher(FETCHER)
			.tokenStore(store)
			.build());
	}

	private static Limits limits(Duration deadline) {
		return Limits.builder().deadline(deadline).cpuTime(Duration.ofSeconds(20)).build();
	}

	private static String access(String token) {
		return "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}";
	}

	@BeforeEach
	void start() throws IOException {
		this.server = new TestServer().on("/oauth2/token",
				(exchange) -> answer(exchange, this.issuer.apply(this.issued.incrementAndGet())));
	}

	private static void answer(HttpExchange exchange, String json) throws IOException {
		TestServer.answer(exchange, 200, json.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
	}

	@AfterEach
	void stop() {
		this.server.close();
		this.threads.shutdownNow();
	}

	@AfterAll
	static void close() {
		ENGINE.close();
		FETCHER.close();
	}

	private DeployedWorkflow deploy(LiveEngine engine, String body) {
		return deploySource(engine, """
				import { createKindeAPI, getM2MToken } from "@kinde/infrastructure";
				export const workflowSettings = { id: "x", trigger: "m2m:token_generation",
				  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, url: {} } };
				declare const kinde: any;
				export default async function (event: any) {
				const base = event.context.domains.kindeDomain;
				%s
				}
				""".formatted(body));
	}

	private static DeployedWorkflow deploySource(LiveEngine engine, String source) {
		TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source));
		return engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
	}

	private Outcome run(LiveEngine engine, DeployedWorkflow workflow) {
		return engine.run(workflow, event(), Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private Event event() {
		return new Event(Map.of(), Map.of("domains", Map.of("kindeDomain", this.server.url("")), "application",
				Map.of("clientId", "kp_1")));
	}

	private Outcome run(String body) {
		return run(ENGINE, deploy(ENGINE, body));
	}

	private Future<Outcome> begin(LiveEngine engine, DeployedWorkflow workflow) {
		return this.threads.submit(() -> run(engine, workflow));
	}

	/** The claims of a run, which shows its tokens in them: logs would not. */
	private Map<String, Object> claims(String body) {
		Outcome outcome = run(body);
		assertThat(outcome.failure()).isEmpty();
		return TestWorkflow.set(outcome);
	}

	private Optional<String> failure(String body) {
		return run(body).failure().map(Failure::message);
	}

	private static String claim(String name, String value) {
		return "kinde.m2mToken.setCustomClaim('" + name + "', " + value + ");";
	}

	/** A store that lets a test wait until callers have looked for a token and wait. */
	private static final class WatchedStore implements TokenStore {

		private final InMemoryTokenStore tokens = new InMemoryTokenStore();

		private final List<String> keys = new ArrayList<>();

		private final int watched;

		private final CountDownLatch looks;

		private final Set<Thread> lookers = ConcurrentHashMap.newKeySet();

		/** Watches over the first key that is looked for, or the second one. */
		WatchedStore(int watched, int looks) {
			this.watched = watched - 1;
			this.looks = new CountDownLatch(looks);
		}

		@Override
		public synchronized Optional<StoredToken> find(String key) {
			if (!this.keys.contains(key)) {
				this.keys.add(key);
			}
			if (this.keys.indexOf(key) == this.watched) {
				this.lookers.add(Thread.currentThread());
				this.looks.countDown();
			}
			return this.tokens.find(key);
		}

		@Override
		public void save(String key, StoredToken token) {
			this.tokens.save(key, token);
		}

		void await() {
			try {
				assertThat(this.looks.await(15, TimeUnit.SECONDS)).isTrue();
				// Who has looked joins those who wait a moment later.
				long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
				while (!this.lookers.stream().allMatch((looker) -> looker.getState() == Thread.State.TIMED_WAITING)) {
					assertThat(System.nanoTime()).isLessThan(end);
					Thread.onSpinWait();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	@Test
	void ofEightRunsAtATimeOneFetchesTheToken() throws Exception {
		// Eight misses of what the request says, and the second look of the one that
		// fetches
		WatchedStore store = new WatchedStore(2, 9);
		this.issuer = (number) -> {
			store.await();
			return access(TestJwts.expiringIn(3600, "token-" + number));
		};
		try (LiveEngine engine = engine(store)) {
			DeployedWorkflow workflow = deploy(engine, GET_TOKEN + claim("token", "token"));
			List<Future<Outcome>> runs = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				runs.add(begin(engine, workflow));
			}
			Map<Object, Integer> tokens = new ConcurrentHashMap<>();
			for (Future<Outcome> run : runs) {
				tokens.merge(TestWorkflow.set(run.get()).get("token"), 1, Integer::sum);
			}
			assertThat(tokens.values()).containsExactly(8);
			assertThat(this.issued).hasValue(1);
		}
	}

	@Test
	void aTokenServesLaterRunsAndOtherWorkflows() {
		Object first = claims(GET_TOKEN + claim("a", "token")).get("a");
		Object second = claims("/* another */" + GET_TOKEN + claim("b", "[token, typeof token]")).get("b");
		assertThat(second).isEqualTo(List.of(first, "string"));
		assertThat(this.issued).hasValue(1);
		assertThat(this.server.last().body())
			.isEqualTo("audience=api&grant_type=client_credentials&client_id=client&client_secret=hush-hush&scope=");
	}

	@Test
	void aTokenServesOtherServersWithTheSameStore() {
		TokenStore store = new InMemoryTokenStore();
		for (int i = 0; i < 2; i++) {
			try (LiveEngine engine = engine(store)) {
				assertThat(run(engine, deploy(engine, GET_TOKEN)).failure()).isEmpty();
			}
		}
		assertThat(this.issued).hasValue(1);
	}

	@Test
	void anExpiredTokenIsFetchedAnew() {
		this.issuer = (number) -> access(TestJwts.expiringIn(20, "token-" + number));
		Object first = claims(GET_TOKEN + claim("token", "token")).get("token");
		assertThat(claims(GET_TOKEN + claim("token", "token")).get("token")).isNotEqualTo(first);
		assertThat(this.issued).hasValue(2);
	}

	@Test
	void aTokenThatCannotBeRenewedYetIsUsed() {
		this.issuer = (number) -> (number == 1) ? access(TestJwts.expiringIn(50, "old")) : "{\"error\":\"busy\"}";
		Object first = claims(GET_TOKEN + claim("token", "token")).get("token");
		assertThat(claims(GET_TOKEN + claim("token", "token")).get("token")).isEqualTo(first);
		assertThat(this.issued).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "audience: ['other']", "audience: ['api', 'other']", "clientId: 'other'",
			"clientSecret: 'other'", "scopes: ['read']", "headers: { 'x-tenant': 'b' }", "domain: base + '/tenant'" })
	void aTokenServesNoOtherRequest(String difference) {
		String body = GET_TOKEN + "const other = await getM2MToken('name', { ...options, " + difference + " });"
				+ claim("same", "token === other") + claim("again", "other === await getM2MToken('name', { ...options, "
						+ difference + " }) && token === await getM2MToken('name', options)");
		this.server.on("/tenant/oauth2/token",
				(exchange) -> answer(exchange, this.issuer.apply(this.issued.incrementAndGet())));
		assertThat(claims(body)).containsOnly(entry("same", false), entry("again", true));
		assertThat(this.issued).hasValue(2);
	}

	@Test
	void everyClientOfTheManagementApiHasItsOwnToken() {
		this.server.on("/api/v1/", (exchange) -> answer(exchange,
				"{\"seen\":\"" + exchange.getRequestHeaders().getFirst("Authorization") + "\"}"));
		assertThat(
				claims("""
						const seen = async (options?: any) => (await (await createKindeAPI(event, options)).get({ endpoint: "x" })).data.seen;
						const other = { clientId: "other", clientSecret: "its own" };
						const first = [await seen(), await seen(other)], again = [await seen(), await seen(other)];
						"""
						+ claim("different", "first[0] !== first[1]") + claim("kept", "first.join() === again.join()")))
			.containsOnly(entry("different", true), entry("kept", true));
		assertThat(this.issued).hasValue(2);
	}

	@Test
	void aTokenOfAnotherNameIsAnother() {
		claims(GET_TOKEN + "await getM2MToken('other name', options);");
		assertThat(this.issued).hasValue(2);
	}

	static Stream<String> unusable() {
		return Stream.of("opaque", TestJwts.signed("{}"), TestJwts.expiringIn(-60, "late"),
				TestJwts.signed("{\"exp\":9999999999,\"a\":\"%s\"}".formatted("x".repeat(16_384))));
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void aTokenThatIsNotValidIsRefusedAndNotKept(String token) {
		this.issuer = (number) -> access(token);
		assertThat(failure(GET_TOKEN)).hasValueSatisfying(
				(message) -> assertThat(message).startsWith("Error: kinde.cache.jwtToken: the token \"name\" ")
					.doesNotContain(token));
		this.issuer = (number) -> access(TestJwts.expiringIn(3600, "good"));
		claims(GET_TOKEN);
		assertThat(this.issued).hasValue(2);
	}

	@Test
	void skippingTheCacheFetchesEachTimeAndTakesAnyToken() {
		this.issuer = (number) -> access("opaque-token-" + number);
		String body = GET_TOKEN.replace("options)", "{ ...options, skipCache: true })") + claim("token", "token");
		assertThat(claims(body)).containsEntry("token", "opaque-token-1");
		assertThat(claims(body)).containsEntry("token", "opaque-token-2");
	}

	@Test
	void aFailureReachesThoseWhoWaitAndNobodyLater() throws Exception {
		WatchedStore store = new WatchedStore(2, 3);
		this.issuer = (number) -> {
			store.await();
			return (number == 1) ? "{\"error\":\"invalid_client\"}" : access(TestJwts.expiringIn(3600, "good"));
		};
		try (LiveEngine engine = engine(store)) {
			DeployedWorkflow workflow = deploy(engine, GET_TOKEN);
			Future<Outcome> one = begin(engine, workflow);
			Future<Outcome> other = begin(engine, workflow);
			String message = "Error: getM2MToken: Failed to obtain token - getM2MToken: No access token returned";
			assertThat(one.get().failure()).map(Failure::message).contains(message);
			assertThat(other.get().failure()).map(Failure::message).contains(message);
			assertThat(this.issued).hasValue(1);
			assertThat(run(engine, workflow).failure()).isEmpty();
		}
	}

	@Test
	void whatARunLeavesUndoneIsLeftToThoseWhoWait() throws Exception {
		WatchedStore store = new WatchedStore(1, 3);
		this.server.on("/gate", (exchange) -> {
			store.await();
			answer(exchange, "{}");
		});
		try (LiveEngine engine = engine(store)) {
			DeployedWorkflow workflow = deploy(engine, """
					await kinde.cache.jwtToken("name", { onMissingOrExpired: async () => {
					  await kinde.fetch(base + "/gate");
					  const { number } = (await kinde.fetch(base + "/number")).json;
					  return number === 1 ? new Promise(() => {}) : "%s";
					} });
					""".formatted(TestJwts.expiringIn(3600, "good")));
			this.server.on("/number",
					(exchange) -> answer(exchange, "{\"number\":" + this.issued.incrementAndGet() + "}"));
			List<Future<Outcome>> runs = List.of(begin(engine, workflow), begin(engine, workflow));
			List<Optional<Failure.Kind>> ends = new ArrayList<>();
			for (Future<Outcome> run : runs) {
				ends.add(run.get().failure().map(Failure::kind));
			}
			assertThat(ends).containsExactlyInAnyOrder(Optional.of(Failure.Kind.NEVER_SETTLES), Optional.empty());
		}
	}

	@Test
	void whoWaitsDoesSoUntilItsDeadlineAtMost() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch open = new CountDownLatch(1);
		this.issuer = (number) -> {
			asked.countDown();
			try {
				open.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return access(TestJwts.expiringIn(3600, "late"));
		};
		HostServices services = new HostServices(ENVIRONMENT, Optional.empty(), (workflow) -> Optional.empty(),
				new BlockingLookups(1, UnaryOperator.identity()), () -> (key) -> Optional.empty(), Optional.of(FETCHER),
				new TokenCache(new InMemoryTokenStore(), Clock.systemUTC()), HostServices.NONE.values(),
				HostServices.NONE.valueLimits(), (trigger, field) -> Optional.empty(), Clock.systemUTC());
		DeployedWorkflow workflow = deploy(ENGINE, GET_TOKEN);
		try (Sandbox sandbox = new Sandbox(Limits.defaults());
				RealmPool realms = new RealmPool(sandbox, 1);
				Watchdog watchdog = new Watchdog(Capacity.defaults())) {
			Future<Outcome> patient = this.threads
				.submit(() -> run(workflow, new RunTerms(realms, watchdog, limits(Duration.ofSeconds(20)), services)));
			assertThat(asked.await(15, TimeUnit.SECONDS)).isTrue();
			Outcome outcome = run(workflow, new RunTerms(realms, watchdog, limits(Duration.ofMillis(700)), services));
			assertThat(outcome.failure()).as(String.valueOf(outcome.failure()))
				.map(Failure::kind)
				.contains(Failure.Kind.DEADLINE);
			open.countDown();
			assertThat(patient.get().failure()).isEmpty();
			assertThat(this.issued).hasValue(1);
		}
	}

	private Outcome run(DeployedWorkflow workflow, RunTerms terms) {
		AtomicReference<Outcome> outcome = new AtomicReference<>();
		new Run(terms, workflow, event(), Claims.none()).work((ended) -> outcome.set(ended.outcome()));
		return outcome.get();
	}

	@Test
	void oneRunMayAskTwiceAtATime() {
		assertThat(claims("""
				const onMissingOrExpired = async () => (await kinde.fetch(base + "/oauth2/token")).json.access_token;
				const ask = () => kinde.cache.jwtToken("twice", { onMissingOrExpired });
				const [one, other] = await Promise.all([ask(), ask()]);
				""" + claim("same", "one === other"))).containsEntry("same", true);
		assertThat(this.issued).hasValue(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			() => jwt
			async () => jwt
			() => kinde.fetch(base + "/oauth2/token", { method: "POST" }).json.access_token
			async () => (await kinde.fetch(base + "/oauth2/token", { method: "POST" })).json.access_token
			""")
	void theBindingTakesWhatItsCallbackReturnsOrResolvesTo(String callback) {
		String jwt = TestJwts.expiringIn(3600, "token-1");
		this.issuer = (number) -> access(jwt);
		assertThat(claims("""
				const jwt = "%s", name = "%s";
				let calls = 0;
				const get = %s;
				const onMissingOrExpired = () => { calls++; return get(); };
				const pending = kinde.cache.jwtToken(name, { onMissingOrExpired });
				const tokens = [await pending, await kinde.cache.jwtToken(name, { onMissingOrExpired }),
				  await kinde.cache.jwtToken(name)];
				kinde.m2mToken.setCustomClaim("seen", [calls, typeof pending.then, ...tokens]);
				""".formatted(jwt, this.server.port(), callback))).containsEntry("seen",
				List.of(1, "function", jwt, jwt, jwt));
	}

	@Test
	void aTokenThatNobodyFetchesIsUndefined() {
		assertThat(claims(claim("a", "(await kinde.cache.jwtToken('none')) === undefined")
				+ claim("b", "(await kinde.cache.jwtToken('none', {})) === undefined")))
			.containsOnly(entry("a", true), entry("b", true));
	}

	@Test
	void whatTheCallbackThrowsIsThrown() {
		assertThat(
				claims("""
						const thrown = new TypeError("no way"), seen = [];
						for (const what of [() => { throw thrown; }, async () => { throw thrown; }, () => { throw undefined; }, () => 5]) {
						  try { await kinde.cache.jwtToken("throws", { onMissingOrExpired: what }); }
						  catch (e: any) { seen.push(e === thrown, e?.message ?? "nothing"); }
						}
						"""
						+ claim("seen", "seen")))
			.containsEntry("seen", List.of(true, "no way", true, "no way", false, "nothing", false,
					"kinde.cache.jwtToken: onMissingOrExpired returned no string"));
	}

	@ParameterizedTest
	@CsvSource({ "alg: 'HS256'; KEY, true", "alg: 'HS256'; another, false", "alg: 'HS256', false" })
	void aStaticKeyIsChecked(String key, boolean valid) {
		String validation = key.replace("; KEY", ", key: '" + TestJwts.KEY + "'")
			.replace("; another", ", key: 'another'");
		Optional<String> failure = failure("""
				await kinde.cache.jwtToken("static %s", { onMissingOrExpired: () => "%s",
				  validation: { key: { type: "static", static: { %s } } } });
				""".formatted(this.server.port(), TestJwts.expiringIn(3600, "a"), validation));
		assertThat(failure).isEqualTo(valid ? Optional.empty() : Optional
			.of("Error: kinde.cache.jwtToken: the token \"static %d\" is not signed with HS256 and the key of its validation"
				.formatted(this.server.port())));
	}

	@ParameterizedTest
	@ValueSource(strings = { "await getM2MToken('name', options)",
			"await getM2MToken('name', { ...options, skipCache: true })",
			"kinde.fetch(base + '/oauth2/token', { method: 'POST' }).json.access_token",
			"await kinde.cache.jwtToken('text', { onMissingOrExpired: () => kinde.fetch(base + '/plain', { responseFormat: 'text' }).text })" })
	void aTokenIsMaskedWhereverARunTellsIt(String token) {
		String jwt = TestJwts.expiringIn(3600, "secret");
		this.issuer = (number) -> access(jwt);
		this.server.answering("/plain", 200, jwt);
		for (int i = 0; i < 2; i++) {
			Outcome outcome = run("""
					const options = { domain: base, clientId: "client", clientSecret: "s", audience: ["api"] };
					const token = %s;
					console.log("it is", token, { token }, `Bearer ${encodeURIComponent(token)}`);
					throw new Error("with " + token);
					""".formatted(token));
			assertThat(outcome.log()).extracting(LogLine::message)
				.containsExactly("it is ****** {\n  token: '******'\n} Bearer ******");
			assertThat(outcome.failure()).map(Failure::message).contains("Error: with ******");
		}
	}

	@Test
	void aFailureTellsThoseWhoWaitNoSecret() throws Exception {
		WatchedStore store = new WatchedStore(1, 3);
		this.server.on("/gate", (exchange) -> {
			store.await();
			answer(exchange, "{}");
		});
		try (LiveEngine engine = engine(store)) {
			DeployedWorkflow workflow = deploy(engine, """
					try {
					  await kinde.cache.jwtToken("name", { onMissingOrExpired: () => {
					    const { status } = kinde.fetch(base + "/gate");
					    throw new Error(`${status} for ` + kinde.env.get("KINDE_WF_M2M_CLIENT_SECRET").value);
					  } });
					} catch (e: any) { kinde.m2mToken.setCustomClaim("message", e.message); }
					""");
			List<Future<Outcome>> runs = List.of(begin(engine, workflow), begin(engine, workflow));
			List<Object> messages = new ArrayList<>();
			for (Future<Outcome> run : runs) {
				messages.add(TestWorkflow.set(run.get()).get("message"));
			}
			assertThat(messages).containsExactlyInAnyOrder("200 for hush-hush", "200 for ******");
		}
	}

	@Test
	void theManagementApiReadsAUser() {
		this.server.on("/api/v1/user", (exchange) -> answer(exchange,
				"{\"id\":\"kp_1\",\"preferred_email\":\"alice@example.com\",\"first_name\":\"Alice\"}"));
		DeployedWorkflow workflow = deploySource(ENGINE,
				"""
						import { createKindeAPI, m2mTokenClaims, WorkflowSettings, WorkflowTrigger } from "@kinde/infrastructure";

						export const workflowSettings: WorkflowSettings = {
						  id: "nameOfTheUser",
						  trigger: WorkflowTrigger.M2MTokenGeneration,
						  failurePolicy: { action: "stop" },
						  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, url: {} },
						};

						export default async function Workflow(event: any) {
						  const kindeAPI = await createKindeAPI(event);
						  const { data: user } = await kindeAPI.get({ endpoint: `user?id=${event.context.application.clientId}` });
						  const token = m2mTokenClaims<{ name: string; email: string }>();
						  token.name = user.first_name;
						  token.email = user.preferred_email;
						}
						""");
		for (int i = 0; i < 2; i++) {
			Outcome outcome = run(ENGINE, workflow);
			assertThat(outcome.failure()).isEmpty();
			assertThat(TestWorkflow.set(outcome)).containsOnly(entry("name", "Alice"),
					entry("email", "alice@example.com"));
		}
		assertThat(this.server.received().stream().map((request) -> request.method() + " " + request.uri()))
			.containsExactly("POST /oauth2/token", "GET /api/v1/user?id=kp_1", "GET /api/v1/user?id=kp_1");
		assertThat(this.server.received().get(0).body())
			.isEqualTo("audience=" + java.net.URLEncoder.encode(this.server.url("/api"), StandardCharsets.UTF_8)
					+ "&grant_type=client_credentials&client_id=machine&client_secret=hush-hush&scope=");
		assertThat(this.server.last().header("Authorization").get(0)).startsWith("Bearer ey");
		assertThat(this.server.last().header("Accept")).containsExactly("application/json");
	}

	@Test
	void theManagementApiHasEveryMethod() {
		this.server.on("/api/v1/", (exchange) -> answer(exchange, "{\"code\":\"OK\"}"));
		assertThat(claims("""
				const api = await createKindeAPI(event);
				const seen = [
				  await api.get({ endpoint: "users", params: { page_size: 2, email: "a+b@example.com" } }),
				  await api.post({ endpoint: "user", params: { profile: { given_name: "Alice" } } }),
				  await api.put({ endpoint: "users/1/password", params: { hashed_password: "x" } }),
				  await api.patch({ endpoint: "users/1/properties", params: { properties: { a: "b" } } }),
				  await api.delete({ endpoint: "users/1" }),
				].map((answer) => answer.data.code);
				""" + claim("seen", "seen"))).containsEntry("seen", List.of("OK", "OK", "OK", "OK", "OK"));
		assertThat(this.server.received()
			.stream()
			.skip(1)
			.map((request) -> request.method() + " " + request.uri() + " " + request.header("Content-Type") + " "
					+ request.body()))
			.containsExactly("GET /api/v1/users?page_size=2&email=a%2Bb%40example.com [application/json] ",
					"POST /api/v1/user [application/json] {\"profile\":{\"given_name\":\"Alice\"}}",
					"PUT /api/v1/users/1/password [application/json] {\"hashed_password\":\"x\"}",
					"PATCH /api/v1/users/1/properties [application/json] {\"properties\":{\"a\":\"b\"}}",
					"DELETE /api/v1/users/1 [application/json] ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{ domain: base, clientId: "a", audience: [] }                    | getM2MToken: Missing required parameters
					{ domain: base, clientId: "a", clientSecret: "b", audience: [] } | getM2MToken: Failed to obtain token - getM2MToken: No access token returned
					{ domain: "http://10.0.0.1", clientId: "a", clientSecret: "b", audience: [] } | getM2MToken: Failed to obtain token - The call to http://10.0.0.1 is refused
					""")
	void whatIsWrongIsSaidInTheLibrarysWords(String options, String message) {
		this.issuer = (number) -> "{\"error\":\"invalid_client\"}";
		assertThat(failure("await getM2MToken('name', " + options + ");"))
			.hasValueSatisfying((text) -> assertThat(text).startsWith("Error: " + message));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			async () => { await null; return 5; } | kinde.cache.jwtToken: onMissingOrExpired returned no string
			async () => "opaque"                  | kinde.cache.jwtToken: the token "t" is not a signed JWT
			""")
	void anErrorOfATokenHasThePlaceThatAskedForIt(String callback, String message) {
		Outcome outcome = run("""
				await null;
				try {
				  await kinde.cache.jwtToken("t", { onMissingOrExpired: %1$s });
				} catch (error: any) {
				  console.log(error.stack.split("\\n")[1]);
				}
				await kinde.cache.jwtToken("t", { onMissingOrExpired: %1$s });
				""".formatted(callback));
		assertThat(outcome.failure()).hasValueSatisfying((failure) -> {
			assertThat(failure.message()).startsWith("Error: " + message);
			assertThat(failure.excerpt())
				.anyMatch((line) -> line.startsWith(">") && line.contains("await kinde.cache.jwtToken"));
		});
		assertThat(outcome.log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).contains("tokenWorkflow.ts:"));
	}

}
