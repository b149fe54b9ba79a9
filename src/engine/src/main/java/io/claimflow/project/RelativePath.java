package io.claimflow.project;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Paths below a root, as text with forward slashes. The root itself is the empty path.
 */
final class RelativePath {

	private RelativePath() {
	}

	/**
	 * Takes {@code .}, {@code ..} and needless slashes out of a path.
	 * @return the path, or empty if it leaves the root
	 */
	static Optional<String> normalize(String path) {
		Deque<String> segments = new ArrayDeque<>();
		for (String segment : path.split("/")) {
			if (segment.equals("..")) {
				if (segments.pollLast() == null) {
					return Optional.empty();
				}
			}
			else if (!segment.isEmpty() && !segment.equals(".")) {
				segments.addLast(segment);
			}
		}
		return Optional.of(String.join("/", segments));
	}

	static String child(String folder, String name) {
		return folder.isEmpty() ? name : folder + "/" + name;
	}

	/** Whether a path is the folder or stands below it. */
	static boolean isWithin(String path, String folder) {
		return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
	}

	static String lastName(String path) {
		return path.substring(path.lastIndexOf('/') + 1);
	}

}
