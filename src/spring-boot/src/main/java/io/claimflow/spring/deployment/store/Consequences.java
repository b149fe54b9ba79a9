package io.claimflow.spring.deployment.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.claimflow.spring.deployment.store.DeploymentRuntime.Bound;
import io.claimflow.spring.deployment.store.DeploymentRuntime.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * What a change of what is live would do that has to be confirmed: a door that a workflow
 * keeps shut must not open because a file was deleted, and no workflow must come to life
 * that misses what it reads.
 */
final class Consequences {

	private Consequences() {
	}

	/**
	 * Compares what is live with what would be.
	 * @param before what is live, or null if nothing is
	 * @param asleep the workflows of it that do not run
	 * @param after what would be live
	 * @param asleepAfter the workflows of that which would not run
	 */
	static List<Consequence> of(@Nullable Prepared before, Set<String> asleep, Prepared after,
			Set<String> asleepAfter) {
		Map<String, String> now = (before != null) ? running(before, asleep) : Map.of();
		Map<String, String> then = running(after, asleepAfter);
		List<Consequence> consequences = new ArrayList<>();
		now.forEach((trigger, workflow) -> {
			if (!then.containsKey(trigger)) {
				consequences.add(Consequence.takesAway(workflow, trigger));
			}
		});
		List<Consequence> known = (before != null) ? missing(before, asleep) : List.of();
		missing(after, asleepAfter).stream().filter((missing) -> !known.contains(missing)).forEach(consequences::add);
		return consequences;
	}

	/** Workflows by triggers, in their order. */
	private static Map<String, String> running(Prepared prepared, Set<String> asleep) {
		return prepared.workflows()
			.stream()
			.filter((workflow) -> !asleep.contains(workflow.id()))
			.collect(Collectors.toMap(Bound::trigger, Bound::id, (one, other) -> one, TreeMap::new));
	}

	private static List<Consequence> missing(Prepared prepared, Set<String> asleep) {
		return prepared.missing().stream().filter((missing) -> !asleep.contains(missing.workflow())).toList();
	}

}
