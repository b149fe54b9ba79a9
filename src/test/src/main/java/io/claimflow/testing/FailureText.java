package io.claimflow.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Problem;

/**
 * Failures and outcomes as text for a terminal, without colours.
 */
final class FailureText {

	private FailureText() {
	}

	static String of(TestFailure failure) {
		List<String> lines = new ArrayList<>();
		if (!failure.problems().isEmpty()) {
			failure.problems().stream().map(Problem::toString).forEach(lines::add);
			return clean(lines);
		}
		failure.message().lines().forEach(lines::add);
		failure.difference().ifPresent((difference) -> {
			lines.add("");
			difference.lines().forEach(lines::add);
		});
		failure.location().ifPresent((location) -> lines.add("at " + location));
		lines.addAll(failure.excerpt());
		failure.log().forEach((line) -> lines.add(log(line)));
		failure.runs().forEach((run) -> {
			lines.add("");
			lines.addAll(lines(run));
		});
		return clean(lines);
	}

	static String of(TestOutcome run) {
		return clean(lines(run));
	}

	private static List<String> lines(TestOutcome run) {
		List<String> lines = new ArrayList<>();
		lines.add("workflow \"%s\": %s in %d ms".formatted(run.workflow().id(),
				run.outcome().status().name().toLowerCase(Locale.ROOT), run.outcome().duration().toMillis()));
		for (TestOutcome.ClaimChange change : run.changes()) {
			String name = change.token().binding().substring("kinde.".length()) + "." + change.name();
			change.before().ifPresent((value) -> lines.add("  - " + name + ": " + value));
			change.after().ifPresent((value) -> lines.add("  + " + name + ": " + value));
		}
		run.outcome()
			.effects()
			.stream()
			.map(EffectText::of)
			.flatMap(Optional::stream)
			.forEach((effect) -> lines.add("  " + effect));
		run.calls().forEach((call) -> lines.add("  call " + call.request() + (call.stubbed() ? "" : " (no stub)")));
		run.outcome().log().forEach((line) -> lines.add("  " + log(line)));
		run.outcome()
			.warnings()
			.forEach((warning) -> lines.add("  warning " + warning.kind() + ": " + warning.message()));
		run.outcome().failure().ifPresent((failure) -> lines.addAll(lines(failure)));
		return lines;
	}

	private static List<String> lines(Failure failure) {
		List<String> lines = new ArrayList<>();
		lines.add("  failed with " + failure.kind() + ": " + failure.message());
		failure.excerpt().forEach((line) -> lines.add("  " + line));
		failure.stack().forEach((frame) -> lines.add("    at " + frame));
		return lines;
	}

	private static String log(LogLine line) {
		return "log " + line.level() + " " + line.message();
	}

	/** Whatever a workflow says, it tells the terminal nothing. */
	private static String clean(List<String> lines) {
		return String.join(System.lineSeparator(), lines).replaceAll("[\\p{Cc}&&[^\r\n\t]]", "");
	}

}
