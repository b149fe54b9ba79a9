package io.claimflow.cli.project;

import java.nio.file.Path;

/** Paths as reports have them: with forward slashes on any system. */
final class Paths {

	private Paths() {
	}

	/**
	 * What leads from a folder to another, to stand before what is below that.
	 * @return such as {@code demo/workflows/}, or the empty text for the same folder
	 */
	static String below(Path from, Path folder) {
		if (from.equals(folder)) {
			return "";
		}
		Path path = from.getRoot().equals(folder.getRoot()) ? from.relativize(folder) : folder;
		return path.toString().replace('\\', '/') + "/";
	}

}
