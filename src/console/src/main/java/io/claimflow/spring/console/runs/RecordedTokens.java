package io.claimflow.spring.console.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.RunSummary;
import io.claimflow.spring.runlog.StoredRun;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says, for events like those of the last runs, in which claims the tokens of two
 * deployments would differ. Both run dry. Runs for the same client, user and origin count
 * as one.
 */
final class RecordedTokens {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Runs among which different ones are looked for. */
	private static final int SEARCHED = 200;

	private final RunStore runs;

	private final TrialStart start;

	private final Trials trials;

	private final int most;

	private final Duration time;

	private final LongSupplier nanoTime;

	/**
	 * Creates a comparison.
	 * @param most how many runs are compared at most
	 * @param time after which no further one is begun
	 */
	RecordedTokens(RunStore runs, TrialStart start, Trials trials, int most, Duration time, LongSupplier nanoTime) {
		this.runs = runs;
		this.start = start;
		this.trials = trials;
		this.most = most;
		this.time = time;
		this.nanoTime = nanoTime;
	}

	/** Compares what two deployments make of the last runs, newest first. */
	Compared compare(Viewer viewer, Deployment one, Deployment other) {
		long end = this.nanoTime.getAsLong() + this.time.toNanos();
		List<Row> rows = new ArrayList<>();
		Set<List<Object>> seen = new HashSet<>();
		for (StoredRun stored : this.runs.list(RunFilter.ALL, OptionalLong.empty(), SEARCHED).runs()) {
			RunSummary run = stored.summary();
			Trigger trigger = Trigger.builtIn()
				.stream()
				.filter((known) -> known.id().equals(run.trigger()) && !known.tokens().isEmpty())
				.findFirst()
				.orElse(null);
			if (trigger == null || !seen
				.add(List.of(run.trigger(), run.client(), run.user().map(RunSummary.User::id), run.origin()))) {
				continue;
			}
			if (rows.size() >= this.most || this.nanoTime.getAsLong() - end >= 0) {
				return new Compared(rows, true);
			}
			rows.add(row(viewer, run, trigger, one, other));
		}
		return new Compared(rows, false);
	}

	private Row row(Viewer viewer, RunSummary run, Trigger trigger, Deployment one, Deployment other) {
		Trial trial;
		try {
			trial = Trial.of(trigger,
					this.start.form(viewer, trigger, Optional.of(run), Optional.empty(), Optional.empty()));
		}
		catch (InvalidTrialException ex) {
			throw new IllegalStateException("A typical event cannot be run", ex);
		}
		Side before = side(viewer, trial, trigger, one);
		Side after = side(viewer, trial, trigger, other);
		return new Row(run, before.status(), after.status(), differences(before.claims(), after.claims()));
	}

	private Side side(Viewer viewer, Trial trial, Trigger trigger, Deployment deployment) {
		return deployment.workflow(trigger)
			.map((workflow) -> this.trials.run(viewer, trial, deployment, workflow))
			.map((ended) -> new Side(ended.outcome().status().name(), ended.values().after()))
			.orElseGet(() -> new Side("ABSENT", trial.before().tokens()));
	}

	private static List<Difference> differences(Map<TokenType, Map<String, Object>> before,
			Map<TokenType, Map<String, Object>> after) {
		List<Difference> differences = new ArrayList<>();
		for (TokenType token : TokenType.values()) {
			Map<String, Object> was = before.getOrDefault(token, Map.of());
			Map<String, Object> is = after.getOrDefault(token, Map.of());
			Set<String> names = new TreeSet<>(was.keySet());
			names.addAll(is.keySet());
			names.stream()
				.filter((name) -> was.containsKey(name) != is.containsKey(name)
						|| !Objects.equals(was.get(name), is.get(name)))
				.forEach(
						(name) -> differences.add(new Difference(token.name(), name, json(was, name), json(is, name))));
		}
		return List.copyOf(differences);
	}

	private static @Nullable String json(Map<String, Object> claims, String name) {
		return claims.containsKey(name) ? JSON.writeValueAsString(claims.get(name)) : null;
	}

	/** The tokens of a deployment. */
	private record Side(String status, Map<TokenType, Map<String, Object>> claims) {

	}

	/**
	 * What was compared.
	 *
	 * @param rows the runs, newest first
	 * @param more whether there are further ones
	 */
	record Compared(List<Row> rows, boolean more) {

	}

	/**
	 * A run.
	 *
	 * @param run the run of the log
	 * @param before how it ends with the one deployment; {@code ABSENT} if no workflow of
	 * it is on the trigger
	 * @param after how it ends with the other one
	 * @param differences the claims that differ
	 */
	record Row(RunSummary run, String before, String after, List<Difference> differences) {

		/** Whether there is nothing to tell. */
		public boolean same() {
			return this.differences.isEmpty() && this.before.equals(this.after);
		}

	}

	/**
	 * A claim that differs.
	 *
	 * @param token the token that it is in
	 * @param name its name
	 * @param before its value as JSON with the one deployment, or null if it is not there
	 * @param after its value with the other one
	 */
	record Difference(String token, String name, @Nullable String before, @Nullable String after) {

	}

}
