package io.claimflow.project;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.claimflow.kinde.KindeLibrary;
import io.claimflow.kinde.KindeProject;

/**
 * Tells what the folders and files of a project are, by their paths relative to its root.
 *
 * @param workflowsFolder the folder that is searched for workflows, with the folders
 * below it; empty for the root, if there is no <code>kinde.json</code>
 */
record ProjectLayout(String workflowsFolder) {

	static final String LIBRARIES = "node_modules";

	/** The one library whose files are read, if it is installed. */
	static final String LIBRARY = KindeLibrary.INSTALLED;

	private static final Pattern SOURCE = Pattern.compile(".*\\.([tj]sx?|[mc][tj]s|json)", Pattern.DOTALL);

	private static final Pattern LIBRARY_SOURCE = Pattern.compile(".*\\.([mc]?js|json)", Pattern.DOTALL);

	private static final Pattern CODE = Pattern.compile(".*\\.([tj]sx?|[mc][tj]s)", Pattern.DOTALL);

	private static final Pattern DECLARATIONS = Pattern.compile(".*\\.d\\.[mc]?ts", Pattern.DOTALL);

	/** What builds leave behind: copies of the sources. */
	private static final Set<String> OUTPUT = Set.of("target", "dist", "build");

	/**
	 * The layout of a project.
	 * @param rootDir what its {@code kinde.json} says, or empty if there is none
	 */
	static ProjectLayout of(Optional<String> rootDir) {
		return new ProjectLayout(
				rootDir.map((folder) -> RelativePath.child(folder, KindeProject.WORKFLOWS)).orElse(""));
	}

	/** Whether a file is one of the sources, with all folders that it is in. */
	boolean takes(String file) {
		int from = 0;
		for (int end = file.indexOf('/'); end >= 0; end = file.indexOf('/', from)) {
			String folder = file.substring(0, end);
			from = end + 1;
			if (skips(folder)) {
				String library = folder.substring(0, folder.length() - RelativePath.lastName(folder).length()) + LIBRARY
						+ "/";
				if (!RelativePath.lastName(folder).equals(LIBRARIES) || !file.startsWith(library)) {
					return false;
				}
				from = library.length();
			}
		}
		return isSource(file);
	}

	/** Whether a folder is left out. */
	boolean skips(String folder) {
		if (RelativePath.isWithin(this.workflowsFolder, folder)) {
			return false;
		}
		String name = RelativePath.lastName(folder);
		if (isHidden(folder) || name.equals(LIBRARIES)) {
			return true;
		}
		return OUTPUT.contains(name) && !isLibrary(folder)
				&& (this.workflowsFolder.isEmpty() || !RelativePath.isWithin(folder, this.workflowsFolder));
	}

	/** Whether workflows are searched in a folder, or further below. */
	boolean searches(String folder) {
		return !isLibrary(folder) && (RelativePath.isWithin(folder, this.workflowsFolder)
				|| RelativePath.isWithin(this.workflowsFolder, folder));
	}

	boolean isSource(String file) {
		return (isLibrary(file) ? LIBRARY_SOURCE : SOURCE).matcher(lowerCase(file)).matches();
	}

	/**
	 * Whether a file is a workflow. Hidden ones are not: editors and file systems leave
	 * them beside the real ones.
	 */
	boolean isWorkflow(String file) {
		return hasWorkflowName(file) && RelativePath.isWithin(file, this.workflowsFolder);
	}

	boolean hasWorkflowName(String file) {
		return KindeProject.isWorkflowName(RelativePath.lastName(file)) && !isHidden(file) && !isLibrary(file);
	}

	/**
	 * Whether a file is code of the author's: not hidden, of no library, and not of types
	 * alone.
	 */
	static boolean isCode(String file) {
		String name = lowerCase(file);
		return CODE.matcher(name).matches() && !DECLARATIONS.matcher(name).matches() && !isHidden(file)
				&& !isLibrary(file);
	}

	/** The path at which a file would be a workflow. */
	String workflowPath(String file) {
		String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
		return RelativePath.child(RelativePath.isWithin(file, this.workflowsFolder) ? folder : this.workflowsFolder,
				KindeProject.workflowName(RelativePath.lastName(file)));
	}

	private static boolean isHidden(String path) {
		return RelativePath.lastName(path).startsWith(".");
	}

	private static boolean isLibrary(String path) {
		return path.startsWith(LIBRARIES + "/") || path.contains("/" + LIBRARIES + "/");
	}

	private static String lowerCase(String path) {
		return RelativePath.lastName(path).toLowerCase(Locale.ROOT);
	}

}
