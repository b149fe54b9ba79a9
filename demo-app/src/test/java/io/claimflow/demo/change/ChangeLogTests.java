package io.claimflow.demo.change;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.FailurePolicy;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.spring.run.WorkflowRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the demo remembers of runs.
 */
class ChangeLogTests {

	private final ChangeLog changeLog = new ChangeLog();

	@Test
	void tellsAddedChangedAndRemovedClaimsOfBothTokensApart() {
		Claims before = Claims.of(TokenType.ACCESS_TOKEN, Map.of("jti", "1", "scope", List.of("a"), "bulk", "…"))
			.and(TokenType.ID_TOKEN, Map.of("locale", "en_GB"));

		this.changeLog.ran(run(before, new Effect.RemoveClaim(TokenType.ACCESS_TOKEN, "bulk"),
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "scope", "a"),
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "plan", "free"),
				new Effect.SetClaim(TokenType.ID_TOKEN, "locale", "en-GB")));

		TokenChanges changes = this.changeLog.find("1").orElseThrow();
		assertThat(changes.of(TokenType.ACCESS_TOKEN)).containsOnly(
				Map.entry("bulk", new Change(ClaimChange.REMOVED, "…")),
				Map.entry("scope", new Change(ClaimChange.CHANGED, List.of("a"))),
				Map.entry("plan", new Change(ClaimChange.ADDED, null)));
		assertThat(changes.of(TokenType.ID_TOKEN))
			.containsOnly(Map.entry("locale", new Change(ClaimChange.CHANGED, "en_GB")));
		assertThat(changes.count(ClaimChange.CHANGED)).isEqualTo(2);
	}

	@Test
	void forgetsTheOldestRunsOnly() {
		for (int i = 0; i <= ChangeLog.CAPACITY; i++) {
			this.changeLog.ran(run(Claims.of(TokenType.M2M_TOKEN, Map.of("jti", "token-" + i))));
		}

		assertThat(this.changeLog.find("token-0")).isEmpty();
		assertThat(this.changeLog.find("token-1")).isPresent();
		assertThat(this.changeLog.find("token-" + ChangeLog.CAPACITY)).isPresent();
	}

	private static WorkflowRun run(Claims before, Effect... effects) {
		Workflow workflow = new Workflow("user-tokens", "User tokens", Trigger.USER_TOKENS_GENERATION,
				FailurePolicy.STOP, Map.of(), "UserTokensWorkflow.ts");
		Outcome outcome = new Outcome("run-1", Outcome.Status.COMPLETED, List.of(effects), List.of(), List.of(),
				Optional.empty(), Duration.ofMillis(1), Duration.ofMillis(1), false);
		return new WorkflowRun(workflow, 1, false, new Event(Map.of(), Map.of()), before, outcome, List.of(),
				(text) -> text);
	}

}
