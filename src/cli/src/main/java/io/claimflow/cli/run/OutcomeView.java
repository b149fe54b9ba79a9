package io.claimflow.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import io.claimflow.Warning;
import io.claimflow.claims.ClaimChange;
import io.claimflow.claims.JsonType;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.testing.TestCall;
import io.claimflow.testing.TestOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows what a run came to, to its author. */
final class OutcomeView {

	private static final String INDENT = "  ";

	private final Terminal terminal;

	private final TestOutcome run;

	private final Limits limits;

	OutcomeView(Terminal terminal, TestOutcome run, Limits limits) {
		this.terminal = terminal;
		this.run = run;
		this.limits = limits;
	}

	void print() {
		status();
		effects();
		claims();
		failure();
		section("Log", this.run.outcome().log().stream().map(this::log).toList());
		section("Calls", this.run.calls().stream().map(this::call).toList());
		section("Warnings", this.run.outcome().warnings().stream().map(OutcomeView::warning).toList());
		section("Limits", limits());
	}

	private void section(String heading, List<String> lines) {
		if (!lines.isEmpty()) {
			this.terminal.line();
			this.terminal.line(this.terminal.style(Style.BOLD, heading));
			lines.forEach((line) -> this.terminal.line(INDENT + line));
		}
	}

	private void status() {
		Outcome.Status status = this.run.outcome().status();
		String shown = this.terminal.style(switch (status) {
			case COMPLETED -> Style.GREEN;
			case DENIED -> Style.YELLOW;
			case FAILED -> Style.RED;
		}, status.name().toLowerCase(Locale.ROOT));
		this.terminal
			.line(this.terminal.style(Style.BOLD, this.run.workflow().id()) + " (" + this.run.workflow().trigger().id()
					+ "): " + shown + " in " + time(this.run.outcome().duration()) + ((status == Outcome.Status.FAILED)
							? this.run.verdict().isAllowed() ? ", and the flow goes on" : ", and the flow stops" : ""));
	}

	private static String time(Duration duration) {
		return duration.toMillis() + " ms";
	}

	private void effects() {
		Verdict verdict = this.run.verdict();
		if (verdict instanceof Verdict.Denied denied) {
			this.terminal.line("It denies the flow: " + text(denied.reason()));
			if (denied.denial() instanceof Effect.DenyPlanSelection plan) {
				plan.reasons().forEach((reason) -> this.terminal.line(INDENT + "- " + text(reason)));
			}
		}
		for (Effect effect : this.run.outcome().effects()) {
			if (effect instanceof Effect.InvalidateFormField field) {
				this.terminal
					.line("It finds fault with the field " + text(field.field()) + ": " + text(field.message()));
			}
			else if (effect instanceof Effect.SetMfaPolicy policy) {
				this.terminal.line(
						"It sets the policy for the second factor: " + policy.policy().name().toLowerCase(Locale.ROOT));
			}
		}
	}

	private static String text(String text) {
		return Terminal.oneLine(text);
	}

	private void claims() {
		Claims before = Claims.none();
		for (Map.Entry<TokenType, Map<String, Object>> token : this.run.before().entrySet()) {
			before = before.and(token.getKey(), token.getValue());
		}
		Map<TokenType, Map<String, Object>> after = this.run.after();
		List<ClaimChange> changes = ClaimChange.of(before, this.run.outcome());
		for (TokenType token : this.run.before().keySet()) {
			section("Claims of the " + name(token),
					changes.stream()
						.filter((change) -> change.token() == token && change.kind() != ClaimChange.Kind.KEPT)
						.map((change) -> change(change, this.run.before().getOrDefault(token, Map.of()),
								after.getOrDefault(token, Map.of())))
						.toList());
		}
	}

	private static String name(TokenType token) {
		return switch (token) {
			case ACCESS_TOKEN -> "access token";
			case ID_TOKEN -> "ID token";
			case M2M_TOKEN -> "machine's access token";
		};
	}

	private String change(ClaimChange change, Map<String, Object> before, Map<String, Object> after) {
		String name = text(change.name());
		String was = json(before.get(change.name()));
		String is = json(after.get(change.name()));
		return switch (change.kind()) {
			case ADDED -> this.terminal.style(Style.GREEN, "+ " + name + ": " + is);
			case REMOVED -> this.terminal.style(Style.RED, "- " + name + ": " + was);
			case CHANGED -> this.terminal.style(Style.YELLOW, "~ " + name + ": " + was + " -> " + is);
			case RETYPED -> this.terminal.style(Style.YELLOW, "~ " + name + ": " + was + " -> " + is) + " ("
					+ change.before().map(OutcomeView::type).orElse("") + " -> "
					+ change.after().map(OutcomeView::type).orElse("") + ")";
			case REFUSED -> this.terminal.style(Style.RED, "! " + name) + ": protected, so it stays as it was";
			case KEPT -> name;
		};
	}

	private static String type(JsonType type) {
		return type.name().toLowerCase(Locale.ROOT);
	}

	private static String json(@Nullable Object value) {
		return Terminal.clean(JsonMapper.shared().writeValueAsString(value));
	}

	private void failure() {
		this.run.outcome().failure().ifPresent((failure) -> {
			this.terminal.line();
			this.terminal
				.line(this.terminal.style(Style.RED, failure.kind().name()) + ": " + Terminal.clean(failure.message()));
			failure.excerpt().forEach((line) -> this.terminal.line(Terminal.clean(line)));
			for (Failure.StackFrame frame : failure.stack()) {
				this.terminal.line(INDENT + "at " + text(frame.toString()));
			}
			failure.causes()
				.forEach((cause) -> this.terminal.line(INDENT + text(cause.relation() + ": " + cause.message())));
		});
	}

	private String log(LogLine line) {
		Style style = switch (line.level()) {
			case ERROR -> Style.RED;
			case WARN -> Style.YELLOW;
			case INFO -> Style.CYAN;
			case DEBUG -> Style.FAINT;
		};
		return this.terminal.style(style, "%-5s".formatted(line.level())) + " " + text(line.message());
	}

	private String call(TestCall call) {
		return text(call.request()) + " " + (call.stubbed() ? this.terminal.style(Style.FAINT, "(stub)")
				: this.terminal.style(Style.YELLOW, "(no stub)"));
	}

	private static String warning(Warning warning) {
		return warning.location().map((location) -> location + ": ").orElse("") + text(warning.message());
	}

	/** What is known of how near the run came to its limits. */
	private List<String> limits() {
		return List.of("time: %s of %s".formatted(time(this.run.outcome().duration()), time(this.limits.deadline())),
				"calls: %d of %d".formatted(this.run.calls().size(), this.limits.calls()),
				"log lines: %d of %d".formatted(this.run.outcome().log().size(), this.limits.logLines()));
	}

}
