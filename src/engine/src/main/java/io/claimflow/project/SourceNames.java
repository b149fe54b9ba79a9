package io.claimflow.project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for the names of source files, wherever a project comes from: a folder, an
 * archive, or an artifact.
 */
public final class SourceNames {

	/** Names stand in the log: one cannot pass for a line of its own. */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);

	private static final int LENGTH = 1_000;

	private SourceNames() {
	}

	/**
	 * What is wrong with the path of a source file.
	 * @param path the path, relative to the project's root with forward slashes
	 * @return a predicate, such as "leaves the project", or empty if the path is sound
	 */
	public static Optional<String> fault(String path) {
		if (path.length() > LENGTH) {
			return Optional.of("is longer than " + LENGTH + " characters");
		}
		if (hasUnseen(path)) {
			return Optional.of("has a line break or another character in its name that cannot be seen");
		}
		if (isAbsolute(path)) {
			return Optional.of("is an absolute path");
		}
		if (path.indexOf('\\') >= 0) {
			return Optional.of("has a backslash in its name");
		}
		Optional<String> normal = RelativePath.normalize(path);
		if (normal.isEmpty()) {
			return Optional.of("leaves the project");
		}
		if (!normal.get().equals(path) || path.isEmpty()) {
			return Optional.of("is not a plain path");
		}
		return new ProjectLayout("").isSource(path) ? Optional.empty()
				: Optional.of("is no file of TypeScript, JavaScript or JSON");
	}

	private static boolean isAbsolute(String path) {
		return path.startsWith("/") || DRIVE.matcher(path).matches();
	}

	/**
	 * Whether a name is one that no module has, whether it is a file of the project or
	 * not.
	 */
	public static boolean isOdd(String name) {
		return name.isEmpty() || name.length() > LENGTH || hasUnseen(name) || isAbsolute(name);
	}

	/** A name in which everything can be seen. */
	public static String shown(String name) {
		return UNSEEN.matcher(name).replaceAll("?");
	}

	/** Whether a name has a character that cannot be seen. */
	public static boolean hasUnseen(String name) {
		return UNSEEN.matcher(name).find();
	}

}
