package io.claimflow.spring.git.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import io.claimflow.Limits;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectFiles;
import io.claimflow.project.SourceNames;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Reads the project in the tree of a commit. Nothing is written anywhere, so no name and
 * no link leads out of it.
 */
final class CommitTree {

	/** Entries of all kinds that a tree may have for each source file. */
	static final int ENTRIES_PER_FILE = 100;

	private static final String LFS = "version https://git-lfs.github.com/spec/";

	private static final String PACKAGES = "node_modules";

	private final ObjectReader reader;

	private final Limits limits;

	private final ProjectFiles files;

	private long left;

	private boolean hasMark;

	/**
	 * Creates a reader.
	 * @param sourceBytes the size of all source files together
	 */
	CommitTree(ObjectReader reader, Limits limits, long sourceBytes) {
		this.reader = reader;
		this.limits = limits;
		this.left = sourceBytes;
		this.files = new ProjectFiles(limits);
	}

	/**
	 * Reads the project.
	 * @param tree the tree of the commit
	 * @param folder the folder in it, or empty
	 * @param location where it is, for messages
	 */
	Project read(ObjectId tree, String folder, String location) throws IOException, GitException {
		long entries = 0;
		try (TreeWalk walk = new TreeWalk(this.reader)) {
			walk.addTree(folder.isEmpty() ? tree : folder(tree, folder, location));
			while (walk.next() && !this.files.tooMany()) {
				if (++entries > (long) this.limits.projectFiles() * ENTRIES_PER_FILE) {
					throw new GitException(
							"%s has more than %d files and folders: put the project into a folder of its own, and name that in claimflow.git.folder"
								.formatted(location, (long) this.limits.projectFiles() * ENTRIES_PER_FILE),
							null);
				}
				visit(walk, location);
			}
		}
		if (!this.hasMark) {
			throw new GitException(
					"%s has no kinde.json, so there is no project: commit one, or name its folder in claimflow.git.folder"
						.formatted(location),
					null);
		}
		return this.files.toProject(location);
	}

	private ObjectId folder(ObjectId tree, String folder, String location) throws IOException, GitException {
		try (TreeWalk walk = TreeWalk.forPath(this.reader, folder, tree)) {
			if (walk == null || !FileMode.TREE.equals(walk.getFileMode(0))) {
				throw new GitException("%s does not exist: look at claimflow.git.folder".formatted(location), null);
			}
			return walk.getObjectId(0);
		}
	}

	private void visit(TreeWalk walk, String location) throws IOException, GitException {
		String path = walk.getPathString();
		FileMode mode = walk.getFileMode(0);
		if (isOdd(path)) {
			this.files.leaveOut(SourceNames.shown(path), SourceNames.fault(path).orElse("has an odd name"));
		}
		else if (FileMode.TREE.equals(mode)) {
			if (!walk.getNameString().equals(PACKAGES)) {
				walk.enterSubtree();
			}
		}
		else if (FileMode.SYMLINK.equals(mode)) {
			this.files.leaveOut(path, "is a symbolic link, which is not followed in a repository");
		}
		else if (FileMode.GITLINK.equals(mode)) {
			this.files.leaveOut(path, "is a submodule, which is not fetched");
		}
		else if (ProjectFiles.mayBeSource(path)) {
			read(path, walk.getObjectId(0), location);
		}
		this.hasMark |= ProjectFiles.marksProject(path);
	}

	private void read(String path, ObjectId blob, String location) throws IOException, GitException {
		ObjectLoader loader = this.reader.open(blob, Constants.OBJ_BLOB);
		if (loader.getSize() > this.files.maximumBytes()) {
			this.files.leaveOutForSize(path, loader.getSize());
			return;
		}
		byte[] content = loader.getCachedBytes(this.files.maximumBytes());
		this.left -= content.length;
		if (this.left < 0) {
			throw new GitException(
					"The source files of %s are too large together: put the project into a folder of its own and name that in claimflow.git.folder, or raise claimflow.git.source-size"
						.formatted(location),
					null);
		}
		if (new String(content, 0, Math.min(content.length, LFS.length()), StandardCharsets.ISO_8859_1).equals(LFS)) {
			this.files.leaveOut(path, "is a pointer of Git LFS, whose content is not in the repository");
		}
		else {
			this.files.add(path, content);
		}
	}

	private static boolean isOdd(String path) {
		return SourceNames.isOdd(path) || path.indexOf('\\') >= 0
				|| Stream.of(path.split("/", -1)).anyMatch(List.of("", ".", "..")::contains);
	}

}
