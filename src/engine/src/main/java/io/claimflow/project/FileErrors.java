package io.claimflow.project;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Says what an error of the file system means, without the path.
 */
final class FileErrors {

	private FileErrors() {
	}

	static String describe(IOException exception) {
		if (exception instanceof NoSuchFileException) {
			return "does not exist";
		}
		if (exception instanceof AccessDeniedException) {
			return "cannot be read (access is denied)";
		}
		String reason = (exception instanceof FileSystemException error) ? error.getReason() : exception.getMessage();
		return "cannot be read (" + ((reason != null) ? reason : exception.getClass().getSimpleName()) + ")";
	}

}
