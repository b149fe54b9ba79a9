package io.claimflow.demo.change;

import java.io.Serializable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.spring.run.WorkflowRun;

/**
 * What one run did to the tokens of one response.
 *
 * @param runId the identifier of the run
 * @param workflow the workflow's name for people
 * @param file the workflow's source file, relative to its project
 * @param status how the run ended
 * @param duration how long it took
 * @param claims what happened to claims, by token and name
 */
public record TokenChanges(String runId, String workflow, String file, Outcome.Status status, Duration duration,
		Map<TokenType, Map<String, Change>> claims) implements Serializable {

	static TokenChanges of(WorkflowRun run) {
		Map<TokenType, Map<String, Change>> claims = new LinkedHashMap<>();
		for (Effect effect : run.outcome().effects()) {
			if (effect instanceof Effect.SetClaim set) {
				Map<String, Object> before = run.before().tokens().getOrDefault(set.token(), Map.of());
				claims.computeIfAbsent(set.token(), (token) -> new LinkedHashMap<>())
					.put(set.name(),
							new Change(before.containsKey(set.name()) ? ClaimChange.CHANGED : ClaimChange.ADDED,
									before.get(set.name())));
			}
			else if (effect instanceof Effect.RemoveClaim remove) {
				claims.computeIfAbsent(remove.token(), (token) -> new LinkedHashMap<>())
					.put(remove.name(), new Change(ClaimChange.REMOVED,
							run.before().tokens().getOrDefault(remove.token(), Map.of()).get(remove.name())));
			}
		}
		return new TokenChanges(run.outcome().runId(), run.workflow().name(), run.workflow().file(),
				run.outcome().status(), run.outcome().duration(), claims);
	}

	/** How the run ended, and how long it took. */
	public String words() {
		String how = switch (this.status) {
			case COMPLETED -> "ran";
			case DENIED -> "denied access";
			case FAILED -> "failed";
		};
		return "%s in %.1f ms".formatted(how, this.duration.toNanos() / 1e6);
	}

	/** How many claims of all tokens a run changed in one way. */
	public long count(ClaimChange change) {
		return this.claims.values()
			.stream()
			.flatMap((names) -> names.values().stream())
			.map(Change::kind)
			.filter(change::equals)
			.count();
	}

	/** What happened to the claims of one token, by name. */
	public Map<String, Change> of(TokenType token) {
		return this.claims.getOrDefault(token, Map.of());
	}

}
