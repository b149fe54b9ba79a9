package io.claimflow.project;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The source files below a project's root, found in one walk that ends as soon as there
 * are too many. Symbolic links are followed as long as they stay inside.
 */
final class SourceTree {

	/** Entries of all kinds that a walk may meet for each source file it may find. */
	private static final long ENTRIES_PER_FILE = 100;

	private final Path root;

	private final ProjectLayout layout;

	private final int maximum;

	private final Deque<Folder> pending = new ArrayDeque<>();

	private final SortedMap<String, Path> sources = new TreeMap<>();

	private final SortedMap<String, String> unreadable = new TreeMap<>();

	private final SortedMap<String, String> unsearched = new TreeMap<>();

	private boolean workflowsFolder;

	private long entries;

	private SourceTree(Path root, ProjectLayout layout, int maximum) {
		this.root = root;
		this.layout = layout;
		this.maximum = maximum;
	}

	/**
	 * Walks a tree.
	 * @param root the root, without symbolic links
	 * @param layout what to look for
	 * @param maximum the largest number of source files
	 */
	static SourceTree walk(Path root, ProjectLayout layout, int maximum) {
		SourceTree tree = new SourceTree(root, layout, maximum);
		tree.pending.add(new Folder("", root, null));
		while (!tree.pending.isEmpty() && tree.excess().isEmpty()) {
			tree.list(tree.pending.removeLast());
		}
		return tree;
	}

	/** The source files, by their path relative to the root. */
	SortedMap<String, Path> sources() {
		return this.sources;
	}

	/** Why files and folders are not among the sources, by path. */
	SortedMap<String, String> unreadable() {
		return this.unreadable;
	}

	/** Those of the unreadable that are folders where workflows may be. */
	SortedMap<String, String> unsearched() {
		return this.unsearched;
	}

	/** Whether there is a folder to search for workflows. */
	boolean hasWorkflowsFolder() {
		return this.workflowsFolder;
	}

	/** What there is too much of, if the walk ended early. */
	Optional<String> excess() {
		if (this.sources.size() > this.maximum) {
			return Optional.of("more than " + this.maximum + " source files");
		}
		long most = this.maximum * ENTRIES_PER_FILE;
		return (this.entries > most) ? Optional.of("more than " + most + " files and folders") : Optional.empty();
	}

	/** The folder at the top that holds most of the sources, if one does. */
	Optional<String> largestFolder() {
		return this.sources.keySet()
			.stream()
			.filter((name) -> name.contains("/"))
			.collect(Collectors.groupingBy((name) -> name.substring(0, name.indexOf('/')), Collectors.counting()))
			.entrySet()
			.stream()
			.max(Comparator.comparing(Map.Entry::getValue))
			.filter((largest) -> largest.getValue() * 2 > this.sources.size())
			.map(Map.Entry::getKey);
	}

	private void list(Folder folder) {
		this.workflowsFolder |= folder.name().equals(this.layout.workflowsFolder());
		try (DirectoryStream<Path> children = Files.newDirectoryStream(folder.path())) {
			for (Path child : children) {
				this.entries++;
				if (excess().isPresent()) {
					return;
				}
				visit(folder, child);
			}
		}
		catch (DirectoryIteratorException ex) {
			refuse(folder.name(), FileErrors.describe(Objects.requireNonNull(ex.getCause())), true);
		}
		catch (IOException ex) {
			refuse(folder.name(), FileErrors.describe(ex), true);
		}
	}

	private void visit(Folder parent, Path path) {
		String simpleName = String.valueOf(path.getFileName());
		String name = RelativePath.child(parent.name(), simpleName);
		boolean skipped = this.layout.skips(name);
		boolean source = this.layout.isSource(name);
		if (skipped && simpleName.equals(ProjectLayout.LIBRARIES)) {
			visitLibrary(parent, path, name);
		}
		if (skipped && !source) {
			return;
		}
		if (source && simpleName.indexOf('\\') >= 0) {
			refuse(SourceNames.shown(name), "has a backslash in its name", false);
			return;
		}
		if (SourceNames.hasUnseen(simpleName)) {
			boolean directory = Files.isDirectory(path);
			if (source || directory) {
				refuse(SourceNames.shown(name), "has a line break or another character in its name that cannot be seen",
						directory);
			}
			return;
		}
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			if (attributes.isSymbolicLink()) {
				visitLink(parent, path, name);
			}
			else if (attributes.isDirectory()) {
				enter(parent, path, name);
			}
			else if (source) {
				add(path, name, attributes);
			}
		}
		catch (IOException ex) {
			refuse(name, FileErrors.describe(ex), false);
		}
	}

	private void visitLink(Folder parent, Path path, String name) throws IOException {
		if (!Files.exists(path)) {
			refuse(name, "is a symbolic link to nothing", false);
			return;
		}
		Path target = path.toRealPath();
		BasicFileAttributes attributes = Files.readAttributes(target, BasicFileAttributes.class);
		if (!target.startsWith(this.root)) {
			if (attributes.isDirectory() || this.layout.isSource(name)) {
				refuse(name, "is a symbolic link that leaves the project", attributes.isDirectory());
			}
		}
		else if (attributes.isDirectory()) {
			enter(parent, target, name);
		}
		else if (this.layout.isSource(name)) {
			add(target, name, attributes);
		}
	}

	/** Package managers install with symbolic links, at any step of the way. */
	private void visitLibrary(Folder parent, Path libraries, String name) {
		Path library = libraries.resolveSibling(ProjectLayout.LIBRARY);
		if (Files.isDirectory(library)) {
			try {
				visitLink(parent, library, name + ProjectLayout.LIBRARY.substring(ProjectLayout.LIBRARIES.length()));
			}
			catch (IOException ex) {
				refuse(name, FileErrors.describe(ex), false);
			}
		}
	}

	private void enter(Folder parent, Path path, String name) {
		if (this.layout.skips(name)) {
			return;
		}
		if (parent.isWithin(path)) {
			this.unreadable.put(name, "is a symbolic link to a folder that it is in");
			return;
		}
		this.pending.addLast(new Folder(name, path, parent));
	}

	private void add(Path path, String name, BasicFileAttributes attributes) {
		if (attributes.isRegularFile()) {
			this.sources.put(name, path);
		}
		else {
			refuse(name, "is not a regular file", false);
		}
	}

	private void refuse(String name, String reason, boolean folder) {
		this.unreadable.put(name, reason);
		if (folder && this.layout.searches(name)) {
			this.unsearched.put(name, reason);
		}
	}

	/**
	 * A folder to list.
	 *
	 * @param name the path relative to the root, through symbolic links
	 * @param path the path without symbolic links
	 * @param parent the folder that it was found in
	 */
	private record Folder(String name, Path path, @Nullable Folder parent) {

		boolean isWithin(Path other) {
			for (Folder folder = this; folder != null; folder = folder.parent) {
				if (folder.path.equals(other)) {
					return true;
				}
			}
			return false;
		}

	}

}
