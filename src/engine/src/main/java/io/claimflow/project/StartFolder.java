package io.claimflow.project;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The directory that a location leads to, on disk or in an archive.
 */
final class StartFolder implements Closeable {

	private final Path path;

	private final @Nullable Path top;

	private final @Nullable FileSystem archive;

	/**
	 * Creates a start folder.
	 * @param path the absolute path
	 * @param top the last folder to look upward in, or null for the root
	 * @param archive the file system to close with it, or null if it is not its own
	 */
	StartFolder(Path path, @Nullable Path top, @Nullable FileSystem archive) {
		this.path = path;
		this.top = top;
		this.archive = archive;
	}

	Path path() {
		return this.path;
	}

	/**
	 * Looks for the folder that holds a file, from here upward.
	 */
	Optional<Path> findUpward(String file) {
		for (Path folder = this.path; folder != null; folder = folder.getParent()) {
			if (Files.isRegularFile(folder.resolve(file))) {
				return Optional.of(folder);
			}
			if (folder.equals(this.top)) {
				break;
			}
		}
		return Optional.empty();
	}

	/** How to name a path in a message: archives need to be named too. */
	static String describe(Path path) {
		return isOnDisk(path) ? path.toString() : path.toUri().toString();
	}

	static boolean isOnDisk(Path path) {
		return path.getFileSystem().equals(FileSystems.getDefault());
	}

	@Override
	public void close() {
		if (this.archive != null) {
			try {
				this.archive.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

}
