package io.claimflow.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.kinde.KindeJson;
import io.claimflow.kinde.KindeProject;

/**
 * Says what is wrong with the files of a project.
 */
final class ProjectProblems {

	private static final int EXAMPLES = 3;

	private final String root;

	private final ProjectLayout layout;

	private final SourceTree tree;

	ProjectProblems(String root, ProjectLayout layout, SourceTree tree) {
		this.root = root;
		this.layout = layout;
		this.tree = tree;
	}

	/** The project is too large to be meant. */
	Problem excess(String excess) {
		String largest = this.tree.largestFolder()
			.map((folder) -> "; most of the first ones are below " + folder)
			.orElse("");
		return new Problem(null, "The project in " + this.root + " has " + excess + largest,
				"Put " + KindeJson.FILE + " into a directory that holds the project alone,"
						+ " or raise claimflow.limits.project-files if it is meant.",
				null);
	}

	/** What is unreadable and is a workflow, or may hold some. */
	List<Problem> unusable(Map<String, String> unreadable) {
		List<Problem> problems = new ArrayList<>();
		unreadable.forEach((name, reason) -> {
			if (this.layout.isWorkflow(name)) {
				problems.add(unusableWorkflow(name, reason));
			}
			else if (this.tree.unsearched().containsKey(name)) {
				problems.add(new Problem(null,
						"The folder " + (name.isEmpty() ? this.root : name) + " " + reason
								+ ", so workflows in it would not run",
						"Make it a readable folder inside the project, or remove it.", null));
			}
		});
		return problems;
	}

	/** A workflow that is no source file. */
	static Problem unusableWorkflow(String name, String reason) {
		return new Problem(new SourceLocation(name, 1, 1), "The workflow file " + reason,
				"Replace it by source text in UTF-8 inside the project, or remove it.", null);
	}

	/** Nothing at all to run. */
	Problem noWorkflows() {
		String folder = this.layout.workflowsFolder();
		if (folder.isEmpty()) {
			return new Problem(null,
					"No workflows found below " + this.root + " (there is no " + KindeJson.FILE + " in it or above)",
					KindeProject.WORKFLOW_NAMES, null);
		}
		List<String> elsewhere = this.tree.sources().keySet().stream().filter(this.layout::hasWorkflowName).toList();
		return new Problem(null,
				"No workflows found below " + folder + " of " + this.root
						+ (this.tree.hasWorkflowsFolder() ? "" : ", which does not exist"),
				KindeProject.WORKFLOW_NAMES
						+ (elsewhere.isEmpty() ? "" : " Move those that are elsewhere, or correct rootDir in "
								+ KindeJson.FILE + ": " + examples(elsewhere) + "."),
				null);
	}

	private static String examples(List<String> names) {
		String examples = String.join(", ", names.subList(0, Math.min(names.size(), EXAMPLES)));
		return (names.size() > EXAMPLES) ? examples + " and " + (names.size() - EXAMPLES) + " more" : examples;
	}

}
