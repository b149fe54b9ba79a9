package io.claimflow.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.SourceLocation;
import io.claimflow.engine.Script;
import io.claimflow.engine.ScriptEngine;
import io.claimflow.engine.ScriptRealm;

/**
 * A run of the tests of one file. A test that a limit ends takes its realm with it: the
 * tests after it run in another one.
 */
final class TestFileRun {

	private final ScriptEngine scripts;

	private final Script script;

	private final Limits limits;

	private final Duration timeout;

	private final boolean inspected;

	private final TestHost host;

	private final Snapshots snapshots;

	private final List<TestResult> results = new ArrayList<>();

	TestFileRun(TestProject project, ScriptEngine scripts, Script script, Limits limits, Duration timeout,
			Executor runs, SnapshotMode mode) {
		this.scripts = scripts;
		this.script = script;
		this.limits = limits;
		this.timeout = timeout;
		this.inspected = project.isInspected();
		this.snapshots = Snapshots.of(project.project(), script.file(), mode);
		this.host = new TestHost(project, runs, this.snapshots);
	}

	List<TestResult> run(Predicate<TestCase> filter, TestListener listener) {
		AtomicBoolean whole = new AtomicBoolean(true);
		List<TestResult> all = runAll((test) -> {
			boolean wanted = filter.test(test);
			whole.compareAndSet(true, wanted);
			return wanted;
		}, listener);
		int written = this.snapshots.write(whole.get() && all.stream().allMatch(TestResult.Passed.class::isInstance));
		if (written > 0) {
			listener.snapshots(this.script.file(), written);
		}
		return all;
	}

	/** The workflows that the tests have asked for, also those that there are not. */
	Set<String> workflows() {
		return this.host.workflows();
	}

	private List<TestResult> runAll(Predicate<TestCase> filter, TestListener listener) {
		ScriptRealm realm = open();
		try {
			long start = System.nanoTime();
			ScriptRealm.Ended loaded = load(realm);
			if (loaded.failure().isPresent()) {
				return end(failed(TestCase.file(this.script.file()), start, loaded), listener);
			}
			List<Declared> declared = declared();
			if (declared.isEmpty()) {
				return end(
						new TestResult.Failed(TestCase.file(this.script.file()), Duration.ZERO,
								TestFailure.of("The file has no test; write test(\"…\", async () => { … })")),
						listener);
			}
			boolean only = declared.stream().anyMatch((test) -> test.mode().equals("only"));
			List<Integer> selected = IntStream.range(0, declared.size())
				.filter((i) -> filter.test(declared.get(i).test()))
				.filter((i) -> declared.get(i).mode().equals(only ? "only" : "run"))
				.boxed()
				.toList();
			for (int i = 0; i < declared.size(); i++) {
				Declared test = declared.get(i);
				if (!filter.test(test.test())) {
					continue;
				}
				if (!selected.contains(i)) {
					end(new TestResult.Skipped(test.test()), listener);
					continue;
				}
				if (!realm.isUsable()) {
					realm.close();
					realm = open();
					ScriptRealm.Ended again = load(realm);
					if (again.failure().isPresent()) {
						end(failed(test.test(), System.nanoTime(), again), listener);
						continue;
					}
				}
				end(run(realm, i, test, selected), listener);
			}
			return this.results;
		}
		finally {
			realm.close();
		}
	}

	private ScriptRealm open() {
		return this.scripts.open(this.script, this.limits, this.host);
	}

	private ScriptRealm.Ended load(ScriptRealm realm) {
		this.host.begin();
		return realm.call(Map.of("do", "list"), this.timeout);
	}

	private TestResult run(ScriptRealm realm, int index, Declared test, List<Integer> selected) {
		this.host.begin();
		long start = System.nanoTime();
		ScriptRealm.Ended ended = realm.call(Map.of("do", "test", "index", index, "rest", selected),
				test.timeout().filter((time) -> !this.inspected).orElse(this.timeout));
		if (ended.failure().isPresent()) {
			return failed(test.test(), start, ended);
		}
		Duration duration = Duration.ofNanos(System.nanoTime() - start);
		if (ended.floating()) {
			return new TestResult.Failed(test.test(), duration,
					new TestFailure("The test ended before a run that it had begun; await workflow(…).run(…)",
							Optional.empty(), test.test().location(), List.of(), List.of(), this.host.outcomes(),
							ended.log(), List.of()));
		}
		return new TestResult.Passed(test.test(), duration, ended.log());
	}

	private TestResult failed(TestCase test, long start, ScriptRealm.Ended ended) {
		Failure failure = ended.failure().orElseThrow();
		Optional<TestHost.Detail> detail = this.host.detail()
			.filter((told) -> failure.kind() == Failure.Kind.EXCEPTION);
		return new TestResult.Failed(test, Duration.ofNanos(System.nanoTime() - start),
				new TestFailure(detail.map(TestHost.Detail::message).orElse(failure.message()),
						detail.flatMap(TestHost.Detail::difference), failure.location().or(test::location),
						failure.excerpt(), failure.stack(), this.host.outcomes(), ended.log(), List.of()));
	}

	private List<TestResult> end(TestResult result, TestListener listener) {
		this.results.add(result);
		listener.ended(result);
		return this.results;
	}

	private List<Declared> declared() {
		List<Declared> declared = new ArrayList<>();
		for (Object told : this.host.tests()) {
			Map<String, Object> test = TestJson.object((Map<?, ?>) told);
			List<String> names = ((List<?>) test.getOrDefault("names", List.of())).stream()
				.map(String::valueOf)
				.toList();
			declared.add(
					new Declared(
							new TestCase(this.script.file(), names,
									Optional.ofNullable(test.get("place"))
										.flatMap((place) -> location(place.toString()))),
							String.valueOf(test.get("mode")), Optional.ofNullable(test.get("milliseconds"))
								.map((millis) -> Duration.ofMillis(((Number) millis).longValue()))));
		}
		return declared;
	}

	private static Optional<SourceLocation> location(String place) {
		String[] parts = place.split(":");
		int length = parts.length;
		return (length < 3) ? Optional.empty()
				: Optional.of(new SourceLocation(String.join(":", List.of(parts).subList(0, length - 2)),
						Integer.parseInt(parts[length - 2]), Integer.parseInt(parts[length - 1])));
	}

	/**
	 * A test as its file declares it.
	 *
	 * @param test the test
	 * @param mode {@code run}, {@code skip} or {@code only}
	 * @param timeout the time that it may take, if it says so
	 */
	private record Declared(TestCase test, String mode, Optional<Duration> timeout) {

	}

}
