package io.claimflow.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.kinde.KindeJson;
import io.claimflow.kinde.KindeProject;

/**
 * The files of a project that lies in no folder, such as in a commit: collects them, and
 * keeps the limits of a project in a folder. What cannot be a source is left out with the
 * reason, which is a problem if it is a workflow, and matters if one imports it.
 */
public final class ProjectFiles {

	private final int maximumFiles;

	private final int maximumBytes;

	private final SourceFiles sourceFiles;

	private final SortedMap<String, String> files = new TreeMap<>();

	private final SortedMap<String, String> unreadable = new TreeMap<>();

	/**
	 * Creates an empty collection.
	 * @param limits how many files a project may have, and of which size
	 */
	public ProjectFiles(Limits limits) {
		this.maximumFiles = limits.projectFiles();
		this.maximumBytes = limits.sourceBytes();
		this.sourceFiles = new SourceFiles(this.maximumBytes);
	}

	/** Whether a project has such a file at its root. */
	public static boolean marksProject(String path) {
		return path.equals(KindeJson.FILE);
	}

	/**
	 * Whether a file may be a source, by its path alone. Packages are none.
	 * @param path the path, relative to the root with forward slashes
	 */
	public static boolean mayBeSource(String path) {
		return SourceNames.fault(path).isEmpty() && !List.of(path.split("/")).contains(ProjectLayout.LIBRARIES);
	}

	/** Whether there are more files than a project may have. */
	public boolean tooMany() {
		return this.files.size() > this.maximumFiles;
	}

	/** The size that a file may have, in bytes. */
	public int maximumBytes() {
		return this.maximumBytes;
	}

	/**
	 * Adds a file, or leaves it out if it is no text.
	 * @param path the path, relative to the root with forward slashes
	 * @param content the content, in UTF-8
	 */
	public void add(String path, byte[] content) {
		try {
			this.files.put(path, this.sourceFiles.text(content));
		}
		catch (UnusableFileException ex) {
			leaveOut(path, ex.reason());
		}
	}

	/**
	 * Leaves out a file that is too large.
	 * @param path the path, relative to the root with forward slashes
	 * @param bytes its size
	 */
	public void leaveOutForSize(String path, long bytes) {
		leaveOut(path, this.sourceFiles.tooLarge(bytes).reason());
	}

	/**
	 * Leaves out a file, or a folder.
	 * @param path the path, relative to the root with forward slashes
	 * @param reason why, as a predicate such as "is a symbolic link"
	 */
	public void leaveOut(String path, String reason) {
		this.unreadable.put(path, reason);
	}

	/**
	 * The project of the files.
	 * @param location where they come from, for messages
	 */
	public Project toProject(String location) {
		SortedMap<String, String> all = new TreeMap<>(this.files);
		this.unreadable.keySet()
			.stream()
			.filter((path) -> mayBeSource(path) && !marksProject(path))
			.forEach((path) -> all.put(path, ""));
		Project project = Project.of(location, all);
		List<Problem> problems = new ArrayList<>(project.problems());
		if (tooMany()) {
			problems.add(new Problem(null,
					"The project of %s has more than %d source files".formatted(location, this.maximumFiles),
					"Put " + KindeJson.FILE + " into a folder that holds the project alone,"
							+ " or raise claimflow.limits.project-files if it is meant.",
					null));
		}
		this.unreadable.forEach((path, reason) -> {
			if (marksProject(path)) {
				problems.add(ProjectReader.unusableKindeJson(path, reason));
			}
			else if (project.workflowFiles().contains(path)) {
				problems.add(ProjectProblems.unusableWorkflow(path, reason));
			}
		});
		if (problems.isEmpty() && project.workflowFiles().isEmpty()) {
			problems.add(new Problem(null, "No workflows found below " + project.workflowsFolder() + " of " + location,
					KindeProject.WORKFLOW_NAMES, null));
		}
		Map<String, String> taken = new TreeMap<>(project.files());
		taken.keySet().removeAll(this.unreadable.keySet());
		return new Project(location, project.directory(),
				project.workflowFiles().stream().filter(taken::containsKey).toList(), taken, this.unreadable,
				project.workflowsFolder(), problems);
	}

}
