package io.claimflow.cli.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

import io.claimflow.InvalidProjectException;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;

/**
 * The settings of the workflows of an artifact.
 *
 * @param workflows the workflows by their identifiers, or empty if this version cannot
 * load them
 */
record WorkflowList(Optional<Map<String, Workflow>> workflows) {

	static WorkflowList of(WorkflowEngine engine, Artifact artifact) {
		try (LoadedProject loaded = engine.load(artifact)) {
			Map<String, Workflow> workflows = new TreeMap<>();
			loaded.workflows().forEach((deployed) -> workflows.put(deployed.workflow().id(), deployed.workflow()));
			return new WorkflowList(Optional.of(workflows));
		}
		catch (InvalidProjectException ex) {
			return new WorkflowList(Optional.empty());
		}
	}

	/** What differs in the settings of two workflows, such as "trigger a → b". */
	static List<String> differences(Workflow before, Workflow after) {
		List<String> differences = new ArrayList<>();
		difference(differences, "trigger", before.trigger().id(), after.trigger().id());
		difference(differences, "name", before.name(), after.name());
		difference(differences, "failure policy", before.failurePolicy().name().toLowerCase(Locale.ROOT),
				after.failurePolicy().name().toLowerCase(Locale.ROOT));
		for (String binding : new TreeSet<>(after.bindingNames())) {
			if (!before.bindingNames().contains(binding)) {
				differences.add("binding " + binding + " added");
			}
			else if (!Objects.equals(before.bindings().get(binding), after.bindings().get(binding))) {
				differences.add("binding " + binding + " changed");
			}
		}
		for (String binding : new TreeSet<>(before.bindingNames())) {
			if (!after.bindingNames().contains(binding)) {
				differences.add("binding " + binding + " removed");
			}
		}
		return differences;
	}

	private static void difference(List<String> differences, String what, String before, String after) {
		if (!before.equals(after)) {
			differences.add(what + " " + before + " -> " + after);
		}
	}

}
