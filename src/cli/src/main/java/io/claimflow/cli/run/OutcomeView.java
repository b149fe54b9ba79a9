package io.claimflow.cli.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import io.claimflow.claims.ClaimChange;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Terminal;
import io.claimflow.testing.TestCall;
import io.claimflow.testing.TestOutcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Shows what a run came to, to its author. */
final class OutcomeView {

	private final Terminal terminal;

	private final RunText text;

	private final TestOutcome run;

	private final Limits limits;

	OutcomeView(Terminal terminal, TestOutcome run, Limits limits) {
		this.terminal = terminal;
		this.text = new RunText(terminal);
		this.run = run;
		this.limits = limits;
	}

	void print() {
		status();
		effects();
		claims();
		failure();
		this.text.section("Log",
				this.run.outcome()
					.log()
					.stream()
					.map((line) -> this.text.log(line.level().name(), line.message()))
					.toList());
		this.text.section("Calls", this.run.calls().stream().map(this::call).toList());
		this.text.section("Warnings",
				this.run.outcome().warnings().stream().map((warning) -> text(warning.message())).toList());
		this.text.section("Limits", limits());
	}

	private void status() {
		Outcome.Status status = this.run.outcome().status();
		this.text.head(this.run.workflow().id(), this.run.workflow().trigger().id(), status.name(),
				time(this.run.outcome().duration()) + ((status == Outcome.Status.FAILED)
						? this.run.verdict().isAllowed() ? ", and the flow goes on" : ", and the flow stops" : ""));
	}

	private static String time(Duration duration) {
		return duration.toMillis() + " ms";
	}

	private void effects() {
		Verdict verdict = this.run.verdict();
		if (verdict instanceof Verdict.Denied denied) {
			this.terminal.line(RunText.denial(denied.reason()));
			if (denied.denial() instanceof Effect.DenyPlanSelection plan) {
				plan.reasons().forEach((reason) -> this.terminal.line(RunText.INDENT + "- " + text(reason)));
			}
		}
		for (Effect effect : this.run.outcome().effects()) {
			if (effect instanceof Effect.InvalidateFormField field) {
				this.terminal.line(RunText.fault(field.field(), field.message()));
			}
			else if (effect instanceof Effect.SetMfaPolicy policy) {
				this.terminal.line(RunText.secondFactor(policy.policy().name()));
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
			this.text.section(RunText.heading(token),
					changes.stream()
						.filter((change) -> change.token() == token && change.kind() != ClaimChange.Kind.KEPT)
						.map((change) -> change(change, this.run.before().getOrDefault(token, Map.of()),
								after.getOrDefault(token, Map.of())))
						.toList());
		}
	}

	private String change(ClaimChange change, Map<String, Object> before, Map<String, Object> after) {
		return this.text.change(change, json(before.get(change.name())), json(after.get(change.name())));
	}

	private static String json(@Nullable Object value) {
		return Terminal.clean(JsonMapper.shared().writeValueAsString(value));
	}

	private void failure() {
		this.run.outcome()
			.failure()
			.ifPresent((failure) -> this.text.failure(failure.kind().name(), failure.message(), failure.excerpt(),
					failure.stack().stream().map(Failure.StackFrame::toString).toList(),
					failure.causes().stream().map((cause) -> cause.relation() + ": " + cause.message()).toList()));
	}

	private String call(TestCall call) {
		return text(call.request()) + " " + (call.stubbed() ? this.terminal.style(Style.FAINT, "(stub)")
				: this.terminal.style(Style.YELLOW, "(no stub)"));
	}

	/** What is known of how near the run came to its limits. */
	private List<String> limits() {
		return List.of("time: %s of %s".formatted(time(this.run.outcome().duration()), time(this.limits.deadline())),
				"calls: %d of %d".formatted(this.run.calls().size(), this.limits.calls()),
				"log lines: %d of %d".formatted(this.run.outcome().log().size(), this.limits.logLines()));
	}

}
