package io.claimflow.project;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.kinde.KindeJson;

/**
 * Reads a project from a directory or from the classpath. The project is that of the
 * closest <code>kinde.json</code>, in the directory or above it; without one, it is the
 * directory itself.
 */
public final class ProjectReader {

	private final Limits limits;

	private final int maximumFiles;

	private final SourceFiles sourceFiles;

	private final Locations locations;

	/**
	 * Creates a reader.
	 * @param limits how many files a project may have, and of which size
	 * @param classLoader where {@code classpath:} locations are looked for
	 */
	public ProjectReader(Limits limits, ClassLoader classLoader) {
		this.limits = limits;
		this.maximumFiles = limits.projectFiles();
		this.sourceFiles = new SourceFiles(limits.sourceBytes());
		this.locations = new Locations(classLoader);
	}

	/** The limits of the projects that it reads. */
	public Limits limits() {
		return this.limits;
	}

	/**
	 * Reads a project.
	 * @param location a {@code file:} or {@code classpath:} location, or the path of a
	 * directory
	 * @return the project. What is wrong with its files is among its problems, so that
	 * whoever deploys it is told of all that is wrong at once
	 * @throws InvalidProjectException if there is no project to read at the location
	 */
	public Project read(String location) throws InvalidProjectException {
		try (StartFolder start = this.locations.open(location)) {
			return read(location, start);
		}
		catch (LocationException ex) {
			throw new InvalidProjectException(List.of(ex.problem()));
		}
	}

	private Project read(String location, StartFolder start) throws LocationException {
		List<Problem> problems = new ArrayList<>();
		Optional<Path> configured = start.findUpward(KindeJson.FILE);
		Path root = configured.orElse(start.path());
		Path realRoot = realRoot(root);
		ProjectLayout layout = ProjectLayout.of(configured.map((folder) -> rootDir(root, realRoot, problems)));
		boolean layoutKnown = problems.isEmpty();
		SourceTree tree = SourceTree.walk(realRoot, layout, this.maximumFiles);
		SortedMap<String, String> files = new TreeMap<>();
		SortedMap<String, String> unreadable = new TreeMap<>(tree.unreadable());
		ProjectProblems check = new ProjectProblems(StartFolder.describe(root), layout, tree);
		if (tree.excess().isPresent()) {
			problems.add(check.excess(tree.excess().get()));
		}
		else {
			readFiles(tree.sources(), files, unreadable);
			problems.addAll(check.unusable(unreadable));
		}
		List<String> workflowFiles = files.keySet().stream().filter(layout::isWorkflow).toList();
		if (workflowFiles.isEmpty() && problems.isEmpty() && layoutKnown) {
			problems.add(check.noWorkflows());
		}
		return new Project(location, StartFolder.isOnDisk(root) ? Optional.of(root) : Optional.empty(), workflowFiles,
				files, unreadable, layout.workflowsFolder(), problems);
	}

	private static Path realRoot(Path root) throws LocationException {
		try {
			return root.toRealPath();
		}
		catch (IOException ex) {
			throw new LocationException("The project in " + StartFolder.describe(root) + " " + FileErrors.describe(ex),
					"Let the user that runs this process read the directory.");
		}
	}

	private String rootDir(Path root, Path realRoot, List<Problem> problems) {
		Path file = root.resolve(KindeJson.FILE);
		String name = StartFolder.describe(file);
		try {
			Path realFile = file.toRealPath();
			if (!realFile.startsWith(realRoot)) {
				throw new UnusableFileException("is a symbolic link that leaves the project");
			}
			return KindeJson.rootDir(this.sourceFiles.read(realFile), name, RelativePath::normalize, problems);
		}
		catch (IOException ex) {
			problems.add(unusableKindeJson(name, FileErrors.describe(ex)));
		}
		catch (UnusableFileException ex) {
			problems.add(unusableKindeJson(name, ex.reason()));
		}
		return KindeJson.DEFAULT_ROOT_DIR;
	}

	static Problem unusableKindeJson(String name, String reason) {
		return new Problem(new SourceLocation(KindeJson.FILE, 1, 1), name + " " + reason,
				"Make it a file of JSON in UTF-8 that this process can read, or remove it.", null);
	}

	private void readFiles(Map<String, Path> sources, Map<String, String> files, Map<String, String> unreadable) {
		sources.forEach((name, path) -> {
			try {
				files.put(name, this.sourceFiles.read(path));
			}
			catch (UnusableFileException ex) {
				unreadable.put(name, ex.reason());
			}
		});
	}

}
