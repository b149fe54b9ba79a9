package io.claimflow.testing;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import io.claimflow.Failure;
import io.claimflow.TokenType;
import io.claimflow.engine.ScriptHost;
import io.claimflow.sample.SampleJson;
import org.jspecify.annotations.Nullable;

/**
 * What the module of a test file asks for. Each test begins with empty caches.
 */
final class TestHost implements ScriptHost {

	private final TestProject project;

	private final Executor executor;

	private final Snapshots snapshots;

	private final Map<String, PendingRun> runs = new ConcurrentHashMap<>();

	private final List<TestOutcome> outcomes = new ArrayList<>();

	private TestCaches caches = new TestCaches();

	private List<?> tests = List.of();

	private Optional<Detail> detail = Optional.empty();

	private int numbers;

	/** The workflows that tests have asked for, also those that there are not. */
	private final Set<String> workflows = ConcurrentHashMap.newKeySet();

	TestHost(TestProject project, Executor executor, Snapshots snapshots) {
		this.snapshots = snapshots;
		this.project = project;
		this.executor = executor;
	}

	/** Forgets the test before. */
	void begin() {
		this.caches = new TestCaches();
		this.runs.clear();
		synchronized (this.outcomes) {
			this.outcomes.clear();
		}
		this.detail = Optional.empty();
	}

	/** The tests that the file has declared. */
	List<?> tests() {
		return this.tests;
	}

	/** The workflows that tests have asked for, also those that there are not. */
	Set<String> workflows() {
		return this.workflows;
	}

	/** What the test says of its failure. */
	Optional<Detail> detail() {
		return this.detail;
	}

	/** The runs that have ended. */
	List<TestOutcome> outcomes() {
		synchronized (this.outcomes) {
			return List.copyOf(this.outcomes);
		}
	}

	@Override
	public @Nullable String call(String what, String text) {
		return switch (what) {
			case "tests" -> {
				this.tests = (List<?>) Objects.requireNonNull(read(text).get("value"));
				yield null;
			}
			case "failed" -> {
				Map<String, Object> told = value(text);
				this.detail = Optional.of(new Detail(String.valueOf(told.get("message")),
						Optional.ofNullable(told.get("difference")).map(String::valueOf)));
				yield null;
			}
			case "event" -> TestJson.write(event(value(text)));
			case "snapshot" -> {
				Map<String, Object> asked = value(text);
				yield TestJson.write(this.snapshots.compare(String.valueOf(asked.get("test")),
						String.valueOf(asked.get("hint")), asked.get("value")));
			}
			case "kinds" -> TestJson.write(Arrays.stream(Failure.Kind.values()).map(Failure.Kind::name).toList());
			case "matching" -> TestJson.write(matching(value(text)));
			case "run" -> run(SampleJson.readObject("The run", text));
			case "answer" -> {
				answer(value(text));
				yield null;
			}
			default -> throw new IllegalArgumentException("There is no " + what);
		};
	}

	@Override
	public CompletableFuture<String> begin(String what, String text) {
		PendingRun run = this.runs.get(text);
		if (run == null) {
			throw new IllegalArgumentException("There is no such run");
		}
		return run.next();
	}

	private static Map<String, Object> read(String text) {
		return SampleJson.readObject("What the test says", "{\"value\":" + text + "}");
	}

	private static Map<String, Object> value(String text) {
		return SampleJson.readObject("What the test says", text);
	}

	private static Map<String, Object> object(Map<String, Object> from, String name) {
		return (from.get(name) instanceof Map<?, ?> object) ? TestJson.object(object) : Map.of();
	}

	/** A path such as context.user.id is a short way to write what it leads through. */
	private static Map<String, Object> event(Map<String, Object> asked) {
		TestEvent event = TestEvent.of(String.valueOf(asked.get("trigger")));
		Map<String, Object> whole = new LinkedHashMap<>();
		for (Map.Entry<String, Object> override : object(asked, "overrides").entrySet()) {
			if (override.getKey().contains(".")) {
				event = event.with(override.getKey(), override.getValue());
			}
			else {
				whole.put(override.getKey(), override.getValue());
			}
		}
		return event.with(whole).with("context.workflow.trigger", event.trigger()).json();
	}

	private static List<Integer> matching(Map<String, Object> asked) {
		StubPattern pattern = StubPattern.of(String.valueOf(asked.get("request")), "");
		List<?> calls = (List<?>) Objects.requireNonNull(asked.get("calls"));
		return IntStream.range(0, calls.size()).filter((i) -> {
			Map<?, ?> call = (Map<?, ?>) calls.get(i);
			String url = String.valueOf(call.get("url"));
			return pattern.matches(String.valueOf(call.get("method")), url) || (pattern.url().startsWith("/")
					&& pattern.matches(String.valueOf(call.get("method")), url.replaceFirst("^https?://[^/]+", "")));
		}).boxed().toList();
	}

	private String run(Map<String, Object> asked) {
		String id = String.valueOf(this.numbers++);
		PendingRun pending = new PendingRun();
		TestRun run = prepared(asked, pending);
		Optional<TestManagement> management = Optional.of(object(asked, "management"))
			.filter((given) -> asked.containsKey("management"))
			.map(ManagementJson::read);
		management.ifPresent(run::management);
		this.runs.put(id, pending);
		CompletableFuture.supplyAsync(run::run, this.executor).whenComplete((outcome, failure) -> {
			if (outcome == null) {
				pending.step(Map.of("error", String.valueOf(failure)));
				return;
			}
			synchronized (this.outcomes) {
				this.outcomes.add(outcome);
			}
			Map<String, Object> told = OutcomeJson.of(outcome);
			management.ifPresent((server) -> told.put("management", ManagementJson.write(server)));
			pending.step(Map.of("outcome", told, "unanswered",
					outcome.unanswered().stream().map(TestOutcome::line).toList()));
		});
		return id;
	}

	private TestRun prepared(Map<String, Object> asked, PendingRun pending) {
		String workflow = String.valueOf(asked.get("workflow"));
		this.workflows.add(workflow);
		TestRun run = this.project.workflow(workflow).caches(this.caches);
		if (asked.get("event") instanceof Map<?, ?> event) {
			run.event(given(run, TestJson.copy(TestJson.object(event))));
		}
		object(asked, "env").forEach((name, value) -> run.env(name, String.valueOf(value)));
		object(asked, "secrets").forEach((name, value) -> run.secret(name, String.valueOf(value)));
		object(asked, "texts").forEach((name, value) -> run.text(name, String.valueOf(value)));
		object(asked, "claims")
			.forEach((name, value) -> run.claims(token(run, name), TestJson.object((Map<?, ?>) value)));
		object(asked, "stubs").forEach((request, stub) -> run.stub(request, stub(stub, pending)));
		if (asked.get("secureFetchKey") instanceof String key) {
			run.secureFetchKey(key);
		}
		if (asked.get("seed") instanceof Number seed) {
			run.seed(seed.longValue());
		}
		if (asked.get("now") instanceof String now) {
			run.now(instant(now));
		}
		return run;
	}

	private static TestEvent given(TestRun run, Map<String, Object> event) {
		Map<String, Object> context = object(event, "context");
		Object trigger = object(context, "workflow").get("trigger");
		Map<String, Object> without = new LinkedHashMap<>(context);
		without.remove("workflow");
		event.put("context", without);
		return TestEvent.exactly((trigger instanceof String id) ? id : run.workflow().trigger().id(), event);
	}

	private static TokenType token(TestRun run, String name) {
		for (TokenType token : TokenType.values()) {
			boolean machines = token == TokenType.M2M_TOKEN && name.equals("accessToken");
			if (run.workflow().trigger().tokens().contains(token)
					&& (OutcomeJson.name(token).equals(name) || machines)) {
				return token;
			}
		}
		throw new IllegalArgumentException(
				"The trigger \"%s\" issues no %s; it issues %s".formatted(run.workflow().trigger(), name,
						run.workflow().trigger().tokens().stream().map(OutcomeJson::name).sorted().toList()));
	}

	private static Instant instant(String now) {
		try {
			return Instant.parse(now);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("\"%s\" is no time".formatted(now));
		}
	}

	private static Stub stub(@Nullable Object value, PendingRun pending) {
		if (value instanceof Map<?, ?> object && object.get("answer") instanceof Number function) {
			return new Stub.ByRequest((call) -> pending.ask(function.intValue(), call));
		}
		return Stub.of(value);
	}

	private void answer(Map<String, Object> told) {
		PendingRun run = this.runs.get(String.valueOf(told.get("run")));
		if (run != null) {
			run.answer(((Number) Objects.requireNonNull(told.get("call"))).intValue(), Stub.of(told.get("stub")));
		}
	}

	/**
	 * What a test says of its failure.
	 *
	 * @param message what was found
	 * @param difference how what was expected differs from what there is
	 */
	record Detail(String message, Optional<String> difference) {

	}

}
