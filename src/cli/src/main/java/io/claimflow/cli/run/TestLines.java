package io.claimflow.cli.run;

import java.util.ArrayList;
import java.util.List;

import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.testing.TestReport;
import io.claimflow.testing.TestResult;

/** Results of tests as people read them. */
final class TestLines {

	private final Terminal terminal;

	TestLines(Terminal terminal) {
		this.terminal = terminal;
	}

	/** What came of a file: a line for each test. */
	String file(String file, List<TestResult> results) {
		List<String> lines = new ArrayList<>();
		lines.add(this.terminal.style(Style.BOLD, Terminal.oneLine(file)));
		results.forEach((result) -> lines.add("  " + line(result)));
		lines.add("");
		return text(lines);
	}

	/**
	 * What is said when all have run: why some failed, and how many did.
	 * @param unchanged how many results are of an earlier run
	 */
	String end(TestReport report, int unchanged) {
		List<String> lines = new ArrayList<>();
		for (TestResult.Failed failed : report.failed()) {
			lines.add(this.terminal.style(Style.RED, "FAIL") + " " + Terminal.oneLine(failed.test().file())
					+ (failed.test().names().isEmpty() ? "" : " › " + Terminal.oneLine(failed.test().name())));
			failed.failure().text().lines().forEach((line) -> lines.add("  " + coloured(line)));
			lines.add("");
		}
		int passed = report.passed().size();
		int failed = report.failed().size();
		int skipped = report.skipped().size();
		lines
			.add(this.terminal.style((failed == 0) ? Style.GREEN : Style.RED, passed + " passed, " + failed + " failed")
					+ ((skipped == 0) ? "" : this.terminal.style(Style.YELLOW, ", " + skipped + " skipped")) + " in "
					+ report.duration().toMillis() + " ms"
					+ ((unchanged == 0) ? "" : "; nothing has changed for " + unchanged + " of them"));
		return text(lines);
	}

	private String line(TestResult result) {
		String name = Terminal.oneLine(result.test().name());
		if (result instanceof TestResult.Passed passed) {
			return this.terminal.style(Style.GREEN, "ok  ") + " " + name + " "
					+ this.terminal.style(Style.FAINT, "(" + passed.duration().toMillis() + " ms)");
		}
		return ((result instanceof TestResult.Failed) ? this.terminal.style(Style.RED, "FAIL")
				: this.terminal.style(Style.YELLOW, "skip")) + " " + name;
	}

	private String coloured(String line) {
		String text = Terminal.clean(line);
		return text.strip().startsWith("+ ") ? this.terminal.style(Style.GREEN, text)
				: text.strip().startsWith("- ") ? this.terminal.style(Style.RED, text) : text;
	}

	private static String text(List<String> lines) {
		return String.join(System.lineSeparator(), lines) + System.lineSeparator();
	}

}
