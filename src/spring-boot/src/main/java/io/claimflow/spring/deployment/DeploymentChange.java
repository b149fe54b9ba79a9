package io.claimflow.spring.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.project.Project;
import io.claimflow.spring.http.LogText;

/**
 * A description of what a deployment brought, in few words: the whole project at the
 * start, and what is different from then on.
 */
final class DeploymentChange {

	/** More of a kind are counted. */
	private static final int NAMES = 5;

	private static final int NAME = 200;

	private DeploymentChange() {
	}

	/** All workflows, a line for each. */
	static String describe(Deployment deployment) {
		int count = deployment.workflows().size();
		return deployment.workflows()
			.stream()
			.map((workflow) -> "%n  %s runs \"%s\" (%s)".formatted(workflow.trigger(), LogText.of(workflow.id(), NAME),
					LogText.of(workflow.file(), NAME)))
			.collect(Collectors.joining("", count + ((count == 1) ? " workflow" : " workflows"), ""));
	}

	/** The files and the workflows that are not what they were. */
	static String describe(Project before, Deployment previous, Project after, Deployment deployment) {
		List<String> parts = new ArrayList<>();
		Map<String, String> old = before.files();
		Map<String, String> now = after.files();
		part(parts, "changed",
				now.keySet()
					.stream()
					.filter((file) -> old.containsKey(file) && !Objects.equals(now.get(file), old.get(file))));
		part(parts, "added", now.keySet().stream().filter((file) -> !old.containsKey(file)));
		part(parts, "removed", old.keySet().stream().filter((file) -> !now.containsKey(file)));
		List<Trigger> triggers = Stream.of(previous, deployment)
			.flatMap((one) -> one.workflows().stream())
			.map(Workflow::trigger)
			.distinct()
			.toList();
		for (Trigger trigger : triggers) {
			Optional<Workflow> workflow = deployment.workflow(trigger).map(DeployedWorkflow::workflow);
			if (!workflow.map(Workflow::id)
				.equals(previous.workflow(trigger).map(DeployedWorkflow::workflow).map(Workflow::id))) {
				parts.add(trigger + " runs "
						+ workflow.map((found) -> "\"" + LogText.of(found.id(), NAME) + "\"").orElse("nothing"));
			}
		}
		return parts.isEmpty() ? "the same files" : String.join("; ", parts);
	}

	private static void part(List<String> parts, String word, Stream<String> files) {
		TreeSet<String> names = files.collect(Collectors.toCollection(TreeSet::new));
		if (!names.isEmpty()) {
			String shown = names.stream()
				.limit(NAMES)
				.map((name) -> LogText.of(name, NAME))
				.collect(Collectors.joining(", "));
			parts.add(shown + ((names.size() > NAMES) ? " and " + (names.size() - NAMES) + " more" : "") + " " + word);
		}
	}

}
