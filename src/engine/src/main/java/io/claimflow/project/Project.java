package io.claimflow.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
 */
public record Project(String location, Optional<Path> directory, List<String> workflowFiles, Map<String, String> files,
		Map<String, String> unreadable) {

	public Project {
		workflowFiles = List.copyOf(workflowFiles);
		files = Map.copyOf(files);
		unreadable = Map.copyOf(unreadable);
	}

	/**
	 * Creates a project whose files could all be read.
	 */
	public Project(String location, Optional<Path> directory, List<String> workflowFiles, Map<String, String> files) {
		this(location, directory, workflowFiles, files, Map.of());
	}

}
