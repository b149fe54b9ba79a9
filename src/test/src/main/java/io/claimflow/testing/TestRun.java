package io.claimflow.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.VariableSource.Variable;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.DryRun;
import io.claimflow.fetch.FetchBudget;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.fetch.StubbedFetcher;
import io.claimflow.sample.SampleClaims;
import org.jspecify.annotations.Nullable;

/**
 * One run of a workflow that a test prepares: its event, and what it takes from its host.
 * A call that no stub answers fails, and says which line to add. One thread at a time
 * uses it.
 */
public final class TestRun {

	private final TestProject project;

	private final DeployedWorkflow deployed;

	private final Map<String, Variable> variables = new LinkedHashMap<>();

	private final Map<String, Stub> stubs = new LinkedHashMap<>();

	private final Map<String, String> texts = new LinkedHashMap<>();

	private final Map<TokenType, Map<String, Object>> claims = new LinkedHashMap<>();

	private TestEvent event;

	private TestCaches caches = new TestCaches();

	private Optional<String> secureFetchKey = Optional.empty();

	private @Nullable FetchHandler calls;

	private @Nullable TestManagement management;

	private @Nullable Instant now;

	private @Nullable Long seed;

	TestRun(TestProject project, DeployedWorkflow deployed) {
		this.project = project;
		this.deployed = deployed;
		this.event = TestEvent.of(deployed.workflow().trigger());
	}

	/**
	 * Takes an event in place of a typical one.
	 * @throws IllegalArgumentException if it is one of another trigger than the
	 * workflow's
	 */
	public TestRun event(TestEvent event) {
		Trigger trigger = this.deployed.workflow().trigger();
		if (!event.trigger().equals(trigger.id())) {
			throw new IllegalArgumentException("The workflow \"%s\" runs on \"%s\", and the event is one of \"%s\""
				.formatted(this.deployed.workflow().id(), trigger, event.trigger()));
		}
		this.event = event;
		return this;
	}

	/**
	 * Sets a value of the event.
	 * @param path where it goes, such as {@code context.user.id}
	 * @param value the value as a JSON type
	 */
	public TestRun set(String path, @Nullable Object value) {
		this.event = this.event.with(path, value);
		return this;
	}

	/** Sets a variable. */
	public TestRun env(String name, String value) {
		this.variables.put(name, new Variable(value, false));
		return this;
	}

	/** Sets a variable that is secret: it is masked in all that the run says. */
	public TestRun secret(String name, String value) {
		this.variables.put(name, new Variable(value, true));
		return this;
	}

	/**
	 * Adds claims to a token, or takes others in place of those that it has before the
	 * run.
	 * @param claims the claims by name, as JSON types
	 * @throws IllegalArgumentException if the trigger issues no such token
	 */
	public TestRun claims(TokenType token, Map<String, Object> claims) {
		if (!this.deployed.workflow().trigger().tokens().contains(token)) {
			throw new IllegalArgumentException("The trigger \"%s\" issues no token of %s"
				.formatted(this.deployed.workflow().trigger(), token.binding()));
		}
		this.claims.computeIfAbsent(token, (other) -> new LinkedHashMap<>()).putAll(TestJson.copy(claims));
		return this;
	}

	/**
	 * Says what comes of calls.
	 * @param request a method and a URL, such as
	 * {@code GET https://api.example.com/plans}, in which {@code *} stands for any
	 * characters; without a method, all of them; a URL that begins with a slash is one of
	 * the server that the event names
	 * @throws IllegalArgumentException if it names no call
	 */
	public TestRun stub(String request, Stub stub) {
		StubPattern.of(request, "");
		this.stubs.put(request, stub);
		return this;
	}

	/**
	 * Lets a server in memory answer the management calls that no stub answers.
	 */
	public TestRun management(TestManagement management) {
		this.management = management;
		return this;
	}

	/** Lets calls that no stub answers go where that says, such as to the network. */
	public TestRun calls(FetchHandler handler) {
		this.calls = handler;
		return this;
	}

	/** Sets a text of {@code kinde.localization}. */
	public TestRun text(String key, String text) {
		this.texts.put(key, text);
		return this;
	}

	/** Sets the key of {@code kinde.secureFetch}, as Base64 of 32 bytes. */
	public TestRun secureFetchKey(String key) {
		this.secureFetchKey = Optional.of(key);
		return this;
	}

	/** Shares caches with other runs. */
	public TestRun caches(TestCaches caches) {
		this.caches = caches;
		return this;
	}

	/** Lets the time of the run stand. */
	public TestRun now(Instant now) {
		this.now = now;
		return this;
	}

	/** Lets random numbers and UUIDs be the same each time. */
	public TestRun seed(long seed) {
		this.seed = seed;
		return this;
	}

	/** The workflow that runs. */
	public Workflow workflow() {
		return this.deployed.workflow();
	}

	/** Runs the workflow, and waits until it ends or a limit ends it. */
	public TestOutcome run() {
		Instant time = this.now;
		Clock clock = (time != null) ? Clock.fixed(time, ZoneOffset.UTC) : Clock.systemUTC();
		Trigger trigger = workflow().trigger();
		Map<TokenType, Map<String, Object>> before = SampleClaims.of(trigger, this.event.json(), clock.instant());
		this.claims
			.forEach((token, more) -> before.computeIfAbsent(token, (other) -> new LinkedHashMap<>()).putAll(more));
		Calls calls = new Calls(clock.instant());
		Map<String, Variable> variables = Map.copyOf(this.variables);
		Map<String, String> texts = Map.copyOf(this.texts);
		DryRun.Builder given = this.project.dryRun()
			.variables((name) -> Optional.ofNullable(variables.get(name)))
			.localization(() -> (key) -> Optional.ofNullable(texts.get(key)))
			.secureFetchKeys((workflow) -> this.secureFetchKey)
			.fetcher(calls)
			.tokens(this.caches.tokens())
			.values(this.caches.values(clock));
		if (time != null) {
			given.time(time);
		}
		if (this.seed != null) {
			given.seed(this.seed);
		}
		Event event = this.event.event();
		Outcome outcome = this.project.warmEngine()
			.dryRun(this.deployed, event, TestClaims.claims(before), given.build());
		return new TestOutcome(workflow(), event, before, outcome, calls.made());
	}

	private String server() {
		return this.event.text("context.domains.kindeDomain").orElse("");
	}

	/** The calls of the run. */
	private final class Calls implements FetchHandler {

		private final Instant now;

		private final List<TestCall> made = new ArrayList<>();

		private final StubbedFetcher stubbed = new StubbedFetcher(TestRun.this.project.fetchLimits(), this::answer);

		private final List<Map.Entry<StubPattern, Stub>> known;

		Calls(Instant now) {
			this.now = now;
			this.known = Stream
				.concat(TestRun.this.stubs.entrySet()
					.stream()
					.map((stub) -> Map.entry(StubPattern.of(stub.getKey(), server()), stub.getValue()))
					.sorted((one, other) -> Boolean.compare(other.getKey().isExact(), one.getKey().isExact())),
						ownTokens().stream())
				.toList();
		}

		/** The server answers for its own tokens, with which management calls begin. */
		private Optional<Map.Entry<StubPattern, Stub>> ownTokens() {
			return server().isEmpty() ? Optional.empty() : Optional
				.of(Map.entry(StubPattern.of("POST /oauth2/token", server()), TestClaims.token(this.now)));
		}

		synchronized List<TestCall> made() {
			return List.copyOf(this.made);
		}

		private synchronized void add(TestCall call) {
			this.made.add(call);
		}

		@Override
		public FetchBudget budget() {
			return this.stubbed.budget();
		}

		@Override
		public CompletableFuture<FetchResponse> fetch(FetchRequest request, FetchBudget budget) {
			FetchHandler others = TestRun.this.calls;
			if (others != null && find(request.method().toUpperCase(Locale.ROOT), request.url()).isEmpty()
					&& (TestRun.this.management == null || !TestRun.this.management.isFor(request, server()))) {
				add(call(request, false));
				return others.fetch(request, budget);
			}
			return this.stubbed.fetch(request, budget);
		}

		private Optional<Stub> find(String method, String url) {
			return this.known.stream()
				.filter((stub) -> stub.getKey().matches(method, url))
				.findFirst()
				.map(Map.Entry::getValue);
		}

		private CompletableFuture<StubbedFetcher.Answer> answer(FetchRequest request) {
			Optional<Stub> stub = find(request.method(), request.url());
			Optional<FetchResponse> managed = Optional.ofNullable(TestRun.this.management)
				.filter((management) -> stub.isEmpty())
				.flatMap((management) -> management.answer(request, server()));
			TestCall call = call(request, stub.isPresent() || managed.isPresent());
			add(call);
			if (managed.isPresent()) {
				return CompletableFuture.completedFuture(new StubbedFetcher.Answer.Responded(managed.get()));
			}
			return stub.map((found) -> answer(found, call))
				.orElseGet(() -> CompletableFuture.completedFuture(new StubbedFetcher.Answer.Unanswered(
						"No stub answers this call; add it to the stubs of the run: " + TestOutcome.line(call))));
		}

		private static TestCall call(FetchRequest request, boolean stubbed) {
			return new TestCall(request.method(), request.url(), request.headers(), Optional.ofNullable(request.body()),
					stubbed);
		}

		private static CompletableFuture<StubbedFetcher.Answer> answer(Stub stub, TestCall call) {
			if (stub instanceof Stub.ByRequest byRequest) {
				return byRequest.answer().apply(call).thenCompose((next) -> answer(next, call));
			}
			return CompletableFuture.completedFuture((stub instanceof Stub.Answer answer)
					? new StubbedFetcher.Answer.Responded(
							new FetchResponse(answer.status(), answer.headers(), answer.body()))
					: new StubbedFetcher.Answer.Failed(((Stub.Failure) stub).failure()));
		}

	}

}
