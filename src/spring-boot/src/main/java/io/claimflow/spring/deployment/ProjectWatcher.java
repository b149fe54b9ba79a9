package io.claimflow.spring.deployment;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Deploys the project again when a file below its directory changes. A burst of changes,
 * as editors and version control make them, is one change.
 */
final class ProjectWatcher implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ProjectWatcher.class);

	private static final Set<String> OUTPUT = Set.of("target", "dist", "build");

	private static final int DIRECTORIES = 1000;

	private static final int QUIET_MILLIS = 40;

	/** Of changes without a pause, after which the project is read all the same. */
	private static final int BURST = 50;

	/** Between looks at whether the project's directory is another one now. */
	private static final int REPLACED_MILLIS = 500;

	/**
	 * Between looks at a directory whose changes nobody tells, such as on a broken disk.
	 */
	private static final int UNWATCHED_MILLIS = 5_000;

	private final ProjectDeployer deployer;

	private @Nullable WatchService watchService;

	public ProjectWatcher(ProjectDeployer deployer) {
		this.deployer = deployer;
	}

	@Override
	public synchronized void start() {
		Project project = this.deployer.project();
		Path directory = (project != null) ? project.directory().orElse(null) : null;
		if (directory == null) {
			logger.warn("claimflow.reload is on, but the project is no directory on disk; it is not watched."
					+ " Set claimflow.project to a file: location.");
			return;
		}
		try {
			WatchService service = directory.getFileSystem().newWatchService();
			Thread thread = new Thread(() -> run(directory, service), "claimflow-reload");
			thread.setDaemon(true);
			thread.start();
			this.watchService = service;
			logger.info("Watching {} for changes", directory);
		}
		catch (IOException ex) {
			logger.warn("The project directory {} cannot be watched for changes", directory, ex);
		}
	}

	private void run(Path directory, WatchService service) {
		boolean watched = true;
		try {
			while (true) {
				Object identity = identity(directory);
				watched = tryToWatch(directory, service, watched);
				redeploy();
				if (watched) {
					awaitChange(directory, identity, service);
				}
				else {
					TimeUnit.MILLISECONDS.sleep(UNWATCHED_MILLIS);
				}
			}
		}
		catch (InterruptedException | ClosedWatchServiceException ex) {
			// The application stops.
		}
	}

	private boolean tryToWatch(Path directory, WatchService service, boolean watchedBefore) {
		try {
			watch(directory, service);
			return true;
		}
		catch (IOException ex) {
			if (watchedBefore) {
				logger.error("The project directory {} cannot be watched for changes; it is read every {} ms instead",
						directory, UNWATCHED_MILLIS, ex);
			}
			return false;
		}
	}

	/**
	 * Waits for a change and for the pause that follows it. A directory that is renamed
	 * or a link that is turned does not tell those who watch its content.
	 */
	private static void awaitChange(Path directory, Object identity, WatchService service) throws InterruptedException {
		WatchKey key = service.poll(REPLACED_MILLIS, TimeUnit.MILLISECONDS);
		while (key == null && identity.equals(identity(directory))) {
			key = service.poll(REPLACED_MILLIS, TimeUnit.MILLISECONDS);
		}
		for (int i = 0; key != null && i < BURST; i++) {
			key.pollEvents();
			key.reset();
			key = service.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS);
		}
		if (key != null) {
			key.reset();
		}
	}

	/** Equal as long as a path leads to the same directory. */
	private static Object identity(Path directory) {
		try {
			BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
			return (attributes.fileKey() != null) ? attributes.fileKey() : attributes.creationTime();
		}
		catch (IOException ex) {
			return "absent";
		}
	}

	private void redeploy() {
		try {
			this.deployer.redeploy();
		}
		catch (RuntimeException | Error ex) {
			logger.error("The changed project could not be deployed; what was live stays live", ex);
		}
	}

	/**
	 * Watches every folder. For one that is watched already, this changes nothing.
	 */
	private void watch(Path directory, WatchService service) throws IOException {
		if (!Files.isDirectory(directory)) {
			return;
		}
		Path root = directory.toRealPath();
		Project project = this.deployer.project();
		Set<String> files = (project != null) ? project.files().keySet() : Set.of();
		Files.walkFileTree(root, new SimpleFileVisitor<>() {

			private int folders;

			@Override
			public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
				if (!path.equals(root) && isIgnored(root.relativize(path), files)) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				if (this.folders++ >= DIRECTORIES) {
					return FileVisitResult.TERMINATE;
				}
				try {
					path.register(service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
							StandardWatchEventKinds.ENTRY_DELETE);
				}
				catch (NoSuchFileException | NotDirectoryException ex) {
					// It has gone since; those who watch the folder above it know.
					return FileVisitResult.SKIP_SUBTREE;
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException ex) {
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/** Whether a folder is full of files that are none of the project's. */
	private static boolean isIgnored(Path folder, Set<String> files) {
		String name = String.valueOf(folder.getFileName());
		String path = folder.toString().replace('\\', '/') + "/";
		return name.equals("node_modules") || ((OUTPUT.contains(name) || name.startsWith("."))
				&& files.stream().noneMatch((file) -> file.startsWith(path)));
	}

	@Override
	public synchronized void stop() {
		WatchService service = this.watchService;
		this.watchService = null;
		if (service != null) {
			try {
				service.close();
			}
			catch (IOException ex) {
				logger.debug("The watch service could not be closed", ex);
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watchService != null;
	}

}
