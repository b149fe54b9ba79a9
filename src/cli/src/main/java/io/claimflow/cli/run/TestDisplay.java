package io.claimflow.cli.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.testing.TestListener;
import io.claimflow.testing.TestReport;
import io.claimflow.testing.TestResult;

/**
 * Shows what comes of tests while they run, file by file in their order: a file that is
 * done waits for those before it.
 */
final class TestDisplay implements TestListener, AutoCloseable {

	private final Terminal terminal;

	private final boolean shown;

	private final TestLines lines;

	private final int files;

	/** Those that are not shown yet. */
	private final Deque<String> left;

	private final Map<String, List<TestResult>> finished = new HashMap<>();

	private int unchanged;

	private final Map<String, Integer> snapshots = new TreeMap<>();

	private Progress progress;

	/**
	 * Begins to show.
	 * @param files the files that are going to run
	 * @param shown whether results are shown, and not only what goes on
	 */
	TestDisplay(Terminal terminal, List<String> files, boolean shown) {
		this.terminal = terminal;
		this.shown = shown;
		this.lines = new TestLines(terminal);
		this.files = files.size();
		this.left = new ArrayDeque<>(files);
		this.progress = terminal.progress("Testing");
	}

	@Override
	public void unchanged(String file, List<TestResult> results) {
		this.unchanged += results.size();
		finished(file, List.of());
	}

	@Override
	public void finished(String file, List<TestResult> results) {
		this.finished.put(file, results);
		if (!file.equals(this.left.peek())) {
			return;
		}
		this.progress.close();
		while (!this.left.isEmpty() && this.finished.containsKey(this.left.peek())) {
			String next = this.left.remove();
			List<TestResult> ended = this.finished.getOrDefault(next, List.of());
			if (this.shown && !ended.isEmpty()) {
				this.terminal.raw(this.lines.file(next, ended));
			}
		}
		this.progress = this.terminal
			.progress("Testing, %d of %d files are done".formatted(this.files - this.left.size(), this.files));
	}

	@Override
	public void snapshots(String file, int written) {
		this.snapshots.put(file, written);
	}

	/** Shows what is said when all have run. */
	void end(TestReport report) {
		this.terminal.raw(this.lines.end(report, this.unchanged));
	}

	/** Says which files were written. */
	void noteSnapshots() {
		this.snapshots.forEach((file, count) -> this.terminal.note("Wrote " + count
				+ ((count == 1) ? " snapshot" : " snapshots") + " to " + Terminal.oneLine(file) + ".json"));
	}

	/** Nothing goes on any more. */
	@Override
	public void close() {
		this.progress.close();
	}

}
