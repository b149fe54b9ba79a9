package io.claimflow.kinde;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of the folders and files of a Kinde project.
 */
public final class KindeProject {

	/** The folder of the workflows, below the root that {@code kinde.json} names. */
	public static final String WORKFLOWS = "environment/workflows";

	/** How to name a workflow file. */
	public static final String WORKFLOW_NAMES = "The name of a workflow file ends in workflow.ts, workflow.js,"
			+ " workflow.tsx or workflow.jsx, in any case, such as TokenWorkflow.ts.";

	private static final Pattern WORKFLOW = Pattern.compile(".*workflow\\.[tj]sx?", Pattern.DOTALL);

	/** What names of workflows have besides what they are about. */
	private static final Pattern WORD = Pattern.compile("[-_.]*workflows?[-_.]*", Pattern.CASE_INSENSITIVE);

	private KindeProject() {
	}

	/** Whether a file of this name, without its folder, is a workflow. */
	public static boolean isWorkflowName(String name) {
		return WORKFLOW.matcher(name.toLowerCase(Locale.ROOT)).matches();
	}

	/** The name that makes a file of code a workflow. */
	public static String workflowName(String name) {
		int dot = name.lastIndexOf('.');
		String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT).replaceFirst("^[mc]", "");
		if (isWorkflowName(name)) {
			return name.substring(0, dot + 1) + extension;
		}
		String subject = WORD.matcher(name.substring(0, dot)).replaceAll("");
		return (subject.isEmpty() ? "workflow" : subject + "Workflow") + "." + extension;
	}

}
