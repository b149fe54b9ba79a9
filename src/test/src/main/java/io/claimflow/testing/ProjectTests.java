package io.claimflow.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.engine.Script;
import io.claimflow.engine.ScriptCompilation;
import io.claimflow.engine.ScriptEngine;
import org.jspecify.annotations.Nullable;

/**
 * The tests that a project has: its files <code>*.test.ts</code> and
 * <code>*.test.js</code>. They run on the engine of the project, each file in a realm of
 * its own, files side by side and the tests of a file one after the other.
 */
public final class ProjectTests {

	/** The time of a test that says nothing else. */
	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	/** With a debugger, one test after the other has as much time as a person takes. */
	private static final Duration PATIENCE = Duration.ofDays(1);

	private static final Limits PATIENT = Limits.builder()
		.calls(10_000)
		.logLines(1_000)
		.logBytes(1024 * 1024)
		.cpuTime(PATIENCE)
		.deadline(PATIENCE)
		.statements(Long.MAX_VALUE)
		.build();

	/** A test may do more than a run, but no more than this. */
	private static final Limits LIMITS = Limits.builder().calls(10_000).logLines(1_000).logBytes(1024 * 1024).build();

	/** The runs that go on at a time, of all tests. */
	private static final int RUNS = 32;

	private final TestProject project;

	private final Duration timeout;

	private final int threads;

	private final SnapshotMode snapshots;

	private final @Nullable TestHistory history;

	private ProjectTests(TestProject project, Duration timeout, int threads, SnapshotMode snapshots,
			@Nullable TestHistory history) {
		this.history = history;
		this.project = project;
		this.timeout = timeout;
		this.threads = threads;
		this.snapshots = snapshots;
	}

	/** The tests of a project, as many files at a time as there are processors. */
	public static ProjectTests of(TestProject project) {
		return project.isInspected() ? new ProjectTests(project, PATIENCE, 1, SnapshotMode.COMPARE, null)
				: new ProjectTests(project, TIMEOUT, Runtime.getRuntime().availableProcessors(), SnapshotMode.COMPARE,
						null);
	}

	/**
	 * The same with another time for each test that names none, and for loading a file.
	 */
	public ProjectTests timeout(Duration timeout) {
		return new ProjectTests(this.project, timeout, this.threads, this.snapshots, this.history);
	}

	/** The same with another number of files at a time. */
	public ProjectTests threads(int threads) {
		return new ProjectTests(this.project, this.timeout, threads, this.snapshots, this.history);
	}

	/** The same where something else becomes of snapshots than to be compared. */
	public ProjectTests snapshots(SnapshotMode mode) {
		return new ProjectTests(this.project, this.timeout, this.threads, mode, this.history);
	}

	/**
	 * The same where files are left out that nothing has changed for since they ran last:
	 * the report has what came of them then.
	 * @param history what came of the tests when they ran last
	 */
	public ProjectTests history(TestHistory history) {
		return new ProjectTests(this.project, this.timeout, this.threads, this.snapshots, history);
	}

	/** The test files, relative to the project's root. */
	public List<String> files() {
		return TestFiles.of(this.project.project());
	}

	/** Runs all tests. */
	public TestReport run() {
		return run((test) -> true, new TestListener() {
		});
	}

	/**
	 * Runs tests. Nothing is said of those that are not to run.
	 * @param filter the tests to run; it is not asked about files that cannot be loaded
	 * @param listener is told what comes of them meanwhile
	 */
	public TestReport run(Predicate<TestCase> filter, TestListener listener) {
		return run(files(), filter, listener);
	}

	/**
	 * Runs the tests of some files.
	 * @param files the files, relative to the project's root
	 */
	public TestReport run(List<String> files, Predicate<TestCase> filter, TestListener listener) {
		long start = System.nanoTime();
		ScriptEngine scripts = this.project.scripts();
		scripts.beginCoverage();
		ScriptCompilation compilation = scripts.compile(this.project.project(), files, TestModule.MODULE);
		Map<String, Script> compiled = compilation.scripts()
			.stream()
			.collect(Collectors.toMap(Script::file, Function.identity()));
		this.project.awaitWarmUp();
		TestListener ordered = ordered(listener);
		ExecutorService workers = Executors.newFixedThreadPool(Math.max(1, Math.min(this.threads, files.size())),
				daemon("claimflow-tests"));
		ExecutorService runs = Executors.newFixedThreadPool(RUNS, daemon("claimflow-test-runs"));
		try {
			List<Future<List<TestResult>>> results = new ArrayList<>();
			for (String file : files) {
				Script script = compiled.get(file);
				results.add(workers.submit(() -> {
					Optional<List<TestResult>> before = (script != null) ? before(script) : Optional.empty();
					if (before.isPresent()) {
						ordered.unchanged(file, before.get());
						return before.get();
					}
					ordered.began(file);
					List<TestResult> ended = (script != null) ? run(scripts, script, runs, filter, ordered)
							: broken(file, compilation.problems(), ordered);
					ordered.finished(file, ended);
					return ended;
				}));
			}
			List<TestResult> all = new ArrayList<>();
			for (Future<List<TestResult>> result : results) {
				all.addAll(result.get());
			}
			return new TestReport(all, Duration.ofNanos(System.nanoTime() - start),
					this.project.coverage(compilation.scripts()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while tests ran", ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A test file could not be run", ex.getCause());
		}
		finally {
			workers.shutdownNow();
			runs.shutdownNow();
		}
	}

	private Optional<List<TestResult>> before(Script script) {
		return Optional.ofNullable(this.history)
			.flatMap((history) -> history.find(script.file(), script.compiled(),
					Snapshots.text(this.project.project(), script.file()), this.project::program));
	}

	private List<TestResult> run(ScriptEngine scripts, Script script, Executor runs, Predicate<TestCase> filter,
			TestListener listener) {
		TestFileRun run = new TestFileRun(this.project, scripts, script, this.project.isInspected() ? PATIENT : LIMITS,
				this.timeout, runs, this.snapshots);
		List<TestResult> results = run.run(filter, listener);
		if (this.history != null) {
			this.history.put(script.file(),
					new TestHistory.Entry(script.compiled(), Snapshots.text(this.project.project(), script.file()),
							TestHistory.Entry.used(run.workflows(), this.project::program), results));
		}
		return results;
	}

	private static List<TestResult> broken(String file, List<Problem> problems, TestListener listener) {
		TestResult broken = new TestResult.Failed(TestCase.file(file), Duration.ZERO,
				TestFailure.of(problems(file, problems)));
		listener.ended(broken);
		return List.of(broken);
	}

	/** Those of the file, or of what it imports. */
	private static List<Problem> problems(String file, List<Problem> problems) {
		List<Problem> own = problems.stream()
			.filter((problem) -> problem.location() != null && problem.location().file().equals(file))
			.toList();
		return own.isEmpty() ? problems : own;
	}

	private static TestListener ordered(TestListener listener) {
		return new TestListener() {

			@Override
			public synchronized void began(String file) {
				listener.began(file);
			}

			@Override
			public synchronized void ended(TestResult result) {
				listener.ended(result);
			}

			@Override
			public synchronized void unchanged(String file, List<TestResult> results) {
				listener.unchanged(file, results);
			}

			@Override
			public synchronized void finished(String file, List<TestResult> results) {
				listener.finished(file, results);
			}

			@Override
			public synchronized void snapshots(String file, int written) {
				listener.snapshots(file, written);
			}

		};
	}

	private static ThreadFactory daemon(String name) {
		return (task) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
