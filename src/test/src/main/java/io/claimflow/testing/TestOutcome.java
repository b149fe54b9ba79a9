package io.claimflow.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Verdict;
import io.claimflow.Workflow;

/**
 * What a run of a test ended with. Pure data.
 *
 * @param workflow the workflow
 * @param event the event that it got
 * @param before the claims of each token before the run, as JSON types
 * @param outcome what it came to
 * @param calls the calls that it made, in order
 */
public record TestOutcome(Workflow workflow, Event event, Map<TokenType, Map<String, Object>> before, Outcome outcome,
		List<TestCall> calls) {

	public TestOutcome {
		before = Collections.unmodifiableMap(new LinkedHashMap<>(before));
		calls = List.copyOf(calls);
	}

	/** What it means for the flow, by the failure policy of the workflow. */
	public Verdict verdict() {
		return this.outcome.verdict(this.workflow.failurePolicy());
	}

	/**
	 * The claims of each token as it would be issued: those before the run, with the
	 * changes of the run if the flow may go on.
	 */
	@SuppressWarnings("NullAway") // a map of JSON types may have null values
	public Map<TokenType, Map<String, Object>> after() {
		Map<TokenType, Map<String, Object>> after = new EnumMap<>(TokenType.class);
		this.before.forEach((token, claims) -> after.put(token, TestJson.copy(claims)));
		if (verdict() instanceof Verdict.Allowed allowed) {
			for (Effect effect : allowed.effects()) {
				if (effect instanceof Effect.SetClaim set && after.get(set.token()) != null) {
					after.get(set.token()).put(set.name(), TestJson.copy(set.value()));
				}
				if (effect instanceof Effect.RemoveClaim gone && after.get(gone.token()) != null) {
					after.get(gone.token()).remove(gone.name());
				}
			}
		}
		return after;
	}

	/** What the run changed in each token. */
	public List<ClaimChange> changes() {
		List<ClaimChange> changes = new ArrayList<>();
		after().forEach((token, after) -> {
			Map<String, Object> before = this.before.getOrDefault(token, Map.of());
			TreeSet<String> names = new TreeSet<>(before.keySet());
			names.addAll(after.keySet());
			for (String name : names) {
				boolean was = before.containsKey(name);
				boolean is = after.containsKey(name);
				if (was != is || !TestJson.write(before.get(name)).equals(TestJson.write(after.get(name)))) {
					changes.add(new ClaimChange(token, name,
							was ? Optional.of(TestJson.write(before.get(name))) : Optional.empty(),
							is ? Optional.of(TestJson.write(after.get(name))) : Optional.empty()));
				}
			}
		});
		return changes;
	}

	/** The outcome as JSON types, as the tests of authors see it. */
	public Map<String, Object> json() {
		return OutcomeJson.of(this);
	}

	/** The calls that no stub answered. */
	public List<TestCall> unanswered() {
		return this.calls.stream().filter((call) -> !call.stubbed()).toList();
	}

	/**
	 * The outcome for a terminal: its status, the claims that it changed, its calls, its
	 * log and its failure. It has values of claims.
	 */
	public String text() {
		return FailureText.of(this);
	}

	/** The line that answers a call. */
	static String line(TestCall call) {
		return "\"" + call.request() + "\": { json: {} }";
	}

	/** The value of a claim that the run sets, if it sets it. */
	Optional<Effect.SetClaim> set(String name) {
		return this.outcome.effects(Effect.SetClaim.class)
			.stream()
			.filter((effect) -> effect.name().equals(name))
			.findFirst();
	}

	/**
	 * A claim that a run changed.
	 *
	 * @param token the token that carries it
	 * @param name its name
	 * @param before its value before the run as JSON text, if there was one
	 * @param after its value after the run as JSON text, if there is one
	 */
	public record ClaimChange(TokenType token, String name, Optional<String> before, Optional<String> after) {

		/** Names the claim and keeps its values out of logs. */
		@Override
		public String toString() {
			return "ClaimChange[token=" + this.token + ", name=" + this.name + "]";
		}

	}

}
