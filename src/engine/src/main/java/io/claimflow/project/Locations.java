package io.claimflow.project;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the directory that a location names.
 */
final class Locations {

	private static final String FILE = "file:";

	private static final String CLASSPATH = "classpath:";

	/** Two letters at least: one is a drive. */
	private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.*-]+:).*", Pattern.DOTALL);

	private final ClasspathFolders classpath;

	Locations(ClassLoader classLoader) {
		this.classpath = new ClasspathFolders(classLoader);
	}

	/**
	 * Opens the directory of a location.
	 * @param location a {@code file:} or {@code classpath:} location, or the path of a
	 * directory
	 */
	StartFolder open(String location) throws LocationException {
		if (location.isBlank()) {
			throw new LocationException("The location of the project is empty",
					"Name a directory, such as classpath:workflows or file:./workflows.");
		}
		if (location.startsWith(CLASSPATH)) {
			return this.classpath.open(location, location.substring(CLASSPATH.length()));
		}
		return new StartFolder(directory(location), null, null);
	}

	private static Path directory(String location) throws LocationException {
		try {
			Path path = path(location).toAbsolutePath().normalize();
			checkDirectory(location, path);
			return path;
		}
		catch (IllegalArgumentException ex) {
			throw new LocationException("The location " + location + " is not a path: " + ex.getMessage(),
					"Name a directory, such as file:./workflows.");
		}
	}

	private static Path path(String location) throws LocationException {
		if (location.startsWith(FILE)) {
			return fileUrl(location);
		}
		Path path = Path.of(location);
		Matcher scheme = SCHEME.matcher(location);
		if (scheme.matches() && !Files.exists(path)) {
			throw new LocationException(
					"The location " + location + " is of a kind that cannot be read (" + scheme.group(1) + ")",
					"Name a directory on disk (file:…) or on the classpath (classpath:…).");
		}
		return path;
	}

	/**
	 * The path of a URL, which is often written by hand: relative, with blanks, or with a
	 * Windows path behind the scheme.
	 */
	private static Path fileUrl(String location) {
		try {
			URI uri = new URI(location.replace(" ", "%20"));
			return uri.isOpaque() ? Path.of(uri.getSchemeSpecificPart()) : Path.of(URI.create(uri.toASCIIString()));
		}
		catch (URISyntaxException ex) {
			return Path.of(location.substring(FILE.length()));
		}
	}

	/** Checks that a path is a directory that can be listed. */
	static void checkDirectory(String location, Path path) throws LocationException {
		String place = "The location " + location
				+ (location.equals(path.toString()) ? "" : " (" + StartFolder.describe(path) + ")");
		try {
			if (!Files.readAttributes(path, BasicFileAttributes.class).isDirectory()) {
				throw new LocationException(place + " is not a directory",
						"Name the directory that holds the project or its workflows.");
			}
		}
		catch (IOException ex) {
			throw new LocationException(place + " " + FileErrors.describe(ex),
					"Create the directory, or correct the location.");
		}
		if (!Files.isReadable(path) || !Files.isExecutable(path)) {
			throw new LocationException(place + " is not readable",
					"Let the user that runs this process read the directory.");
		}
	}

}
