package io.claimflow.project;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds directories on the classpath: in directories, in jars, and in the jars and
 * directories inside an executable jar of Spring Boot.
 */
final class ClasspathFolders {

	private static final String JAR = "jar:";

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	private final ClassLoader classLoader;

	ClasspathFolders(ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Opens the first directory of a name.
	 * @param location the location, for messages
	 * @param path the path on the classpath, with or without slashes around it
	 */
	StartFolder open(String location, String path) throws LocationException {
		String name = RelativePath.normalize(path)
			.orElseThrow(() -> new LocationException("The location " + location + " leaves the classpath",
					"Name a directory on the classpath without \"..\"."));
		try {
			List<URL> resources = Collections.list(this.classLoader.getResources(name));
			for (URL resource : resources) {
				Optional<StartFolder> folder = open(location, resource, name);
				if (folder.isPresent()) {
					return folder.get();
				}
			}
			return openWithoutEntry(name).orElseThrow(() -> new LocationException(
					"The location " + location
							+ (resources.isEmpty() ? " does not exist on the classpath"
									: " is not a directory: " + resources.get(0)),
					"Name a directory of the classpath: classpath:workflows is src/main/resources/workflows."));
		}
		catch (IOException ex) {
			throw new LocationException("The location " + location + " " + FileErrors.describe(ex),
					"Name a directory on disk or in a valid jar.");
		}
	}

	private static Optional<StartFolder> open(String location, URL resource, String name)
			throws IOException, LocationException {
		String url = resource.toString();
		if (url.startsWith(JAR)) {
			return openArchive(archive(url), name);
		}
		Path folder = path(url);
		if (!Files.isDirectory(folder)) {
			return Optional.empty();
		}
		Locations.checkDirectory(location, folder);
		Path top = folder;
		for (String segment : name.split("/")) {
			top = (segment.isEmpty() || top.getParent() == null) ? top : top.getParent();
		}
		return Optional.of(new StartFolder(folder, top, null));
	}

	/**
	 * Jars need not have entries for their directories: class loaders do not see these.
	 */
	private Optional<StartFolder> openWithoutEntry(String name) throws IOException {
		for (String archive : archives()) {
			Optional<StartFolder> folder;
			try {
				folder = openArchive(archive, name);
			}
			catch (IOException ex) {
				// Not an archive: class loaders pass over it as well.
				continue;
			}
			if (folder.isPresent()) {
				return folder;
			}
		}
		return Optional.empty();
	}

	/** The jars of the classpath, as far as class loaders tell. */
	private Set<String> archives() throws IOException {
		Set<String> archives = new LinkedHashSet<>();
		for (URL manifest : Collections.list(this.classLoader.getResources(MANIFEST))) {
			if (manifest.toString().startsWith(JAR)) {
				archives.add(archive(manifest.toString()));
			}
		}
		for (ClassLoader loader = this.classLoader; loader != null; loader = loader.getParent()) {
			if (loader instanceof URLClassLoader urls) {
				for (URL url : urls.getURLs()) {
					archives.add(url.toString().startsWith(JAR) ? archive(url.toString()) : url.toString());
				}
			}
		}
		return archives;
	}

	private static String archive(String jarUrl) {
		return jarUrl.substring(JAR.length(), jarUrl.lastIndexOf("!/"));
	}

	private static Optional<StartFolder> openArchive(String archive, String name) throws IOException {
		Path file = path(archive);
		if (!Files.isRegularFile(file)) {
			return Optional.empty();
		}
		// One of its own: a registered one may be closed by whoever opened it.
		FileSystem fileSystem = FileSystems.newFileSystem(file, Map.of());
		Path folder = fileSystem.getPath("/" + name);
		if (Files.isDirectory(folder)) {
			return Optional.of(new StartFolder(folder, null, fileSystem));
		}
		fileSystem.close();
		return Optional.empty();
	}

	private static Path path(String url) throws IOException {
		try {
			return Path.of(new URI(url));
		}
		catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException ex) {
			throw new IOException("no file system can open " + url, ex);
		}
	}

}
