package io.claimflow.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.claimflow.Problem;
import io.claimflow.kinde.KindeJson;

/**
 * A project as it was read at one moment: every source file it may use, in memory.
 *
 * @param location where it was read from, for messages
 * @param directory the root directory, if it was read from a directory
 * @param workflowFiles the workflow files, sorted, relative to the root with forward
 * slashes
 * @param files the text of every source file (TypeScript, JavaScript, JSON) by path,
 * relative to the root with forward slashes
 * @param unreadable why a source file, or a folder, is not among the files, by path: a
 * predicate such as "is not text (a NUL byte at offset 12)". It matters if a workflow
 * imports it
 * @param workflowsFolder the folder below which workflows are looked for, relative to the
 * root; empty for the root
 * @param problems what is wrong with the files, as far as reading tells. A project that
 * has problems is not deployed
 */
public record Project(String location, Optional<Path> directory, List<String> workflowFiles, Map<String, String> files,
		Map<String, String> unreadable, String workflowsFolder, List<Problem> problems) {

	private static final Pattern TEST = Pattern.compile("(?:.*/)?[^/]+\\.test\\.(?:ts|js|tsx|jsx|mts|mjs)(?:\\.json)?",
			Pattern.DOTALL);

	public Project {
		problems = List.copyOf(problems);
		workflowFiles = List.copyOf(workflowFiles);
		files = Map.copyOf(files);
		unreadable = Map.copyOf(unreadable);
	}

	/**
	 * Creates a project whose files could all be read.
	 */
	public Project(String location, Optional<Path> directory, List<String> workflowFiles, Map<String, String> files) {
		this(location, directory, workflowFiles, files, Map.of(), "", List.of());
	}

	/**
	 * The project that files make, wherever they come from. Files that a project in a
	 * folder would not have, such as those of packages, are left out.
	 * @param location where the files come from, for messages
	 * @param files the texts by path, relative to the root with forward slashes
	 */
	public static Project of(String location, Map<String, String> files) {
		List<Problem> problems = new ArrayList<>();
		String kindeJson = files.get(KindeJson.FILE);
		ProjectLayout layout = ProjectLayout.of(Optional.ofNullable(kindeJson)
			.map((text) -> KindeJson.rootDir(text, KindeJson.FILE, RelativePath::normalize, problems)));
		SortedMap<String, String> taken = new TreeMap<>(files);
		taken.keySet().removeIf((file) -> !layout.takes(file));
		return new Project(location, Optional.empty(), taken.keySet().stream().filter(layout::isWorkflow).toList(),
				taken, Map.of(), layout.workflowsFolder(), problems);
	}

	/**
	 * Whether a file has tests of workflows, or their snapshots, which no server needs.
	 */
	public static boolean isTest(String file) {
		return TEST.matcher(file).matches();
	}

	/**
	 * The files of code that are no workflows: they run only if a workflow imports them.
	 * Empty if nobody knows which files are workflows, for what is wrong with
	 * <code>kinde.json</code>.
	 */
	public List<String> otherSources() {
		boolean unknown = this.problems.stream()
			.map(Problem::location)
			.anyMatch((location) -> location != null && location.file().equals(KindeJson.FILE));
		return unknown ? List.of()
				: this.files.keySet()
					.stream()
					.filter((file) -> !this.workflowFiles.contains(file) && ProjectLayout.isCode(file))
					.sorted()
					.toList();
	}

	/**
	 * The path at which a file would be read as a workflow.
	 * @param file the path of the file
	 */
	public String workflowPath(String file) {
		return new ProjectLayout(this.workflowsFolder).workflowPath(file);
	}

}
