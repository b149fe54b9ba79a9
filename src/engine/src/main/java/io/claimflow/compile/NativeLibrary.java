package io.claimflow.compile;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.caoccao.javet.swc4j.Swc4j;
import com.caoccao.javet.swc4j.Swc4jLibLoader;
import com.caoccao.javet.swc4j.Swc4jLibLoadingListener;
import com.caoccao.javet.swc4j.interfaces.ISwc4jLibLoadingListener;
import io.claimflow.CompilerUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The native library of the compiler SWC. It is unpacked to a fresh folder that nobody
 * else can write to, loaded from there, and removed. Where the application has set
 * another way, that one is taken.
 */
final class NativeLibrary {

	/** More than it takes, on any system. */
	private static final long ROOM = 24L << 20;

	/** The properties by which an operator says where the library is. */
	private static final List<String> OWN_WAY = List.of("swc4j.lib.loading.path", "swc4j.lib.loading.type");

	private static final Pattern OLD = Pattern.compile("version `(?<version>GLIBC_[0-9.]+)' not found");

	private static final Pattern MUSL = Pattern.compile("Error (loading shared library|relocating) ");

	private static @Nullable Swc4j loaded;

	private NativeLibrary() {
	}

	/**
	 * The compiler. The library is loaded once for a process.
	 * @throws CompilerUnavailableException if it cannot be loaded
	 */
	static synchronized Swc4j load() {
		Swc4j known = loaded;
		if (known == null) {
			known = hasOwnWay() ? usable(null) : unpack();
			loaded = known;
		}
		return known;
	}

	private static boolean hasOwnWay() {
		return OWN_WAY.stream().anyMatch((name) -> System.getProperty(name) != null)
				|| !(Swc4jLibLoader.getLibLoadingListener() instanceof Swc4jLibLoadingListener);
	}

	private static Swc4j unpack() {
		Path folder = folder(new File(System.getProperty("java.io.tmpdir")), ROOM);
		var before = Swc4jLibLoader.getLibLoadingListener();
		try {
			Swc4jLibLoader.setLibLoadingListener(new Folder(folder));
			return usable(folder);
		}
		finally {
			Swc4jLibLoader.setLibLoadingListener(before);
			if (!remove(folder)) {
				// Windows keeps a library that is loaded
				Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "claimflow-remove-library"));
			}
		}
	}

	/** The errors of loading it are kept from us; the first call has another one. */
	private static Swc4j usable(@Nullable Path folder) {
		try {
			Swc4j swc4j = new Swc4j();
			swc4j.getVersion();
			return swc4j;
		}
		catch (LinkageError ex) {
			Optional<Path> file = (folder != null) ? files(folder).stream().filter(Files::isRegularFile).findFirst()
					: Optional.empty();
			throw unavailable(System.getProperty("os.name"), System.getProperty("os.arch"),
					(folder == null) || file.isPresent(), file.map(NativeLibrary::linkError).orElse(ex.getMessage()),
					ex);
		}
	}

	private static @Nullable String linkError(Path file) {
		try {
			System.load(file.toString());
			return null;
		}
		catch (LinkageError ex) {
			return ex.getMessage();
		}
	}

	/**
	 * Makes a folder that its owner alone may use.
	 * @throws CompilerUnavailableException if there is none, or less room than the
	 * library needs: what there is of it would be loaded all the same, and end the
	 * process
	 */
	static Path folder(File directory, long room) {
		try {
			Path folder = Files.createTempDirectory(directory.toPath(), "claimflow-swc4j");
			if (directory.getUsableSpace() >= room) {
				return folder;
			}
			Files.delete(folder);
			throw temporary("there is less room than %d MB".formatted(room >> 20), directory, null);
		}
		catch (IOException ex) {
			throw temporary("no folder can be made there (" + ex.getClass().getSimpleName() + ")", directory, ex);
		}
	}

	private static CompilerUnavailableException temporary(String reason, File directory, @Nullable Exception ex) {
		return new CompilerUnavailableException(
				"The native library of the TypeScript compiler could not be unpacked to %s: %s".formatted(directory,
						reason),
				"Make room there, or name another folder with -Djava.io.tmpdir=<folder>.", ex);
	}

	/**
	 * Says why the library is of no use here.
	 * @param exists whether there is one for the platform
	 * @param linkError what the system says of it
	 */
	static CompilerUnavailableException unavailable(String system, String processor, boolean exists,
			@Nullable String linkError, @Nullable Throwable cause) {
		String message = "The native library of the TypeScript compiler could not be loaded on " + system + " "
				+ processor;
		if (!exists) {
			return new CompilerUnavailableException(message + ": there is none for this platform on the class path",
					"There are libraries for Linux on x86_64, macOS on arm64 and Windows on x86_64. For another platform, build one and"
							+ " name it with -Dswc4j.lib.loading.type=custom -Dswc4j.lib.loading.path=<folder>.",
					true, cause);
		}
		String error = String.valueOf(linkError);
		Matcher old = OLD.matcher(error);
		if (old.find()) {
			return new CompilerUnavailableException(
					message + ": the C library is older than " + old.group("version").replace('_', ' ')
							+ ", which it needs",
					"Use a system with glibc 2.30 or later, such as RHEL 9, Debian 11 or Ubuntu 20.04.", true, cause);
		}
		if (MUSL.matcher(error).find()) {
			return new CompilerUnavailableException(message + ": it needs glibc, and the C library here is musl",
					"Use an image with glibc 2.30 or later in place of Alpine, such as eclipse-temurin:17-jre.", true,
					cause);
		}
		return new CompilerUnavailableException(
				message + " (" + error + "). It is unpacked to " + System.getProperty("java.io.tmpdir")
						+ ", which needs room, and must allow execution",
				"Mount it without noexec, or name another folder with -Djava.io.tmpdir=<folder>.", cause);
	}

	private static List<Path> files(Path folder) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.sorted(Comparator.reverseOrder()).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			return List.of();
		}
	}

	private static boolean remove(Path folder) {
		try {
			for (Path file : files(folder)) {
				Files.deleteIfExists(file);
			}
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** Has the library unpacked to a folder. */
	private record Folder(Path path) implements ISwc4jLibLoadingListener {

		@Override
		public File getLibPath() {
			return this.path.toFile();
		}

		@Override
		public boolean isDeploy() {
			return true;
		}

		@Override
		public boolean isLibInSystemPath() {
			return false;
		}

		@Override
		public boolean isSuppressingError() {
			return false;
		}

	}

}
