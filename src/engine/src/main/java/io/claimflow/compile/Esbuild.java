package io.claimflow.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bundler esbuild, as a process of its own that gets nothing of this one's
 * environment but the path of programs.
 */
final class Esbuild {

	/** What esbuild calls the module that it reads from its input. */
	static final String ENTRY = "packages";

	/** The variable that has what the entry exports. */
	static final String GLOBAL = "packages";

	private static final List<String> ARGUMENTS = List.of("--bundle", "--format=iife", "--global-name=" + GLOBAL,
			"--platform=browser", "--target=es2024", "--charset=ascii", "--minify-syntax", "--minify-whitespace",
			"--legal-comments=none", "--sourcemap=external", "--sources-content=false", "--sourcefile=" + ENTRY,
			"--tsconfig-raw={}", "--define:global=globalThis", "--define:process.env.NODE_ENV=\"production\"",
			"--color=false", "--log-level=error", "--log-limit=200");

	private static final int ERROR_BYTES = 256 * 1024;

	private static final int REASON_LENGTH = 200;

	/** A source map is about as large as its code. */
	private static final long MAP_RATIO = 8;

	private static final int META_BYTES = 16 * 1024 * 1024;

	private static final String CODE = "bundle.js";

	private static final String MAP = CODE + ".map";

	/** What it says that it has read. */
	private static final String META = "meta.json";

	private static final Pattern ERROR = Pattern.compile("(?m)^\\S+ \\[ERROR] ");

	private static final Pattern PLACE = Pattern.compile("(?m)^ {4}(?<file>\\S.*):(?<line>\\d+):(?<column>\\d+):$");

	private static final Pattern NOTE = Pattern.compile("(?m)^ {2}(?<note>\\S.*)$");

	private final Path executable;

	private Esbuild(Path executable) {
		this.executable = executable;
	}

	/**
	 * Finds the esbuild that is configured, or else that of a project.
	 * @param directory the project's directory; it is looked for upward, as packages are
	 * @param configured the one that is configured; whoever runs the server has the say
	 */
	static Optional<Esbuild> find(Path directory, Optional<Path> configured) {
		Stream<Path> folders = Stream.iterate(directory.toAbsolutePath(), Objects::nonNull, Path::getParent);
		return configured.map(Stream::of)
			.orElseGet(() -> folders.flatMap(Esbuild::installed))
			.filter(Files::isExecutable)
			.filter(Files::isRegularFile)
			.findFirst()
			.map(Esbuild::new);
	}

	/**
	 * The program itself, which is a package for each platform, before the script that
	 * looks for it.
	 */
	private static Stream<Path> installed(Path directory) {
		try {
			Path esbuild = directory.resolve("node_modules/esbuild").toRealPath();
			Path platform = esbuild.resolveSibling("@esbuild").resolve(platform());
			return Stream.of(platform.resolve("bin/esbuild"), platform.resolve("esbuild.exe"),
					esbuild.resolve("bin/esbuild"));
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private static String platform() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		String name = system.startsWith("windows") ? "win32" : system.startsWith("mac") ? "darwin" : system;
		String architecture = switch (System.getProperty("os.arch")) {
			case "amd64", "x86_64" -> "x64";
			case "aarch64" -> "arm64";
			default -> System.getProperty("os.arch");
		};
		return name + "-" + architecture;
	}

	/**
	 * Bundles what a module imports.
	 * @param directory where packages are looked for, without symbolic links
	 * @param entry the module
	 * @param time the time that it may take
	 * @param bytes the size that the code, or its source map, may have
	 * @throws FailedException if there is anything wrong with it
	 */
	Output bundle(Path directory, String entry, Duration time, int bytes) throws FailedException {
		try {
			Path folder = Files.createTempDirectory("claimflow").toRealPath();
			try {
				run(directory, folder, entry, time);
				return output(directory, folder, bytes);
			}
			finally {
				for (String file : List.of(CODE, MAP, META)) {
					Files.deleteIfExists(folder.resolve(file));
				}
				Files.delete(folder);
			}
		}
		catch (IOException | JacksonException ex) {
			throw new FailedException("what esbuild wrote cannot be read, there may be no space left in "
					+ System.getProperty("java.io.tmpdir") + ": " + ex.getMessage());
		}
	}

	private void run(Path directory, Path folder, String entry, Duration time) throws FailedException {
		Process process = start(directory, folder);
		try {
			CompletableFuture<byte[]> errors = read(process.getErrorStream());
			write(process.getOutputStream(), entry);
			if (!process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
				throw new FailedException("esbuild was still at work after " + time.toMillis() + " ms");
			}
			if (process.exitValue() != 0) {
				throw failure(new String(errors.join(), StandardCharsets.UTF_8), process.exitValue());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new FailedException("The thread was interrupted while esbuild was at work");
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private Process start(Path directory, Path folder) throws FailedException {
		List<String> command = new ArrayList<>(List.of(this.executable.toString()));
		command.addAll(ARGUMENTS);
		command.add("--outfile=" + folder.resolve(CODE));
		command.add("--metafile=" + folder.resolve(META));
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD);
		builder.environment().keySet().retainAll(List.of("PATH", "Path", "SystemRoot"));
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new FailedException("esbuild cannot be started: " + ex.getMessage());
		}
	}

	/** Reads to the end, and keeps the beginning. */
	private static CompletableFuture<byte[]> read(InputStream stream) {
		CompletableFuture<byte[]> result = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try (stream) {
				byte[] beginning = stream.readNBytes(ERROR_BYTES);
				stream.transferTo(OutputStream.nullOutputStream());
				result.complete(beginning);
			}
			catch (IOException ex) {
				result.complete(new byte[0]);
			}
		}, "claimflow-esbuild");
		thread.setDaemon(true);
		thread.start();
		return result;
	}

	private static void write(OutputStream stream, String entry) {
		try (stream) {
			stream.write(entry.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			// It ended without reading: its exit says why.
		}
	}

	private static Output output(Path directory, Path folder, int bytes) throws IOException, FailedException {
		String code = text(folder.resolve(CODE), bytes);
		JsonNode map = JsonMapper.shared().readTree(text(folder.resolve(MAP), MAP_RATIO * bytes));
		JsonNode meta = JsonMapper.shared().readTree(text(folder.resolve(META), META_BYTES));
		List<String> sources = new ArrayList<>();
		map.path("sources").forEach((source) -> sources.add(relative(directory, folder, source.asString())));
		return new Output(code, sources, map.path("mappings").asString(),
				List.copyOf(meta.path("inputs").propertyNames()));
	}

	private static String text(Path file, long bytes) throws IOException, FailedException {
		long size = Files.size(file);
		if (size > bytes) {
			throw new TooLargeException(size);
		}
		return Files.readString(file);
	}

	private static String relative(Path directory, Path folder, String source) {
		return directory.relativize(folder.resolve(source).normalize()).toString().replace('\\', '/');
	}

	private static FailedException failure(String errors, int exit) {
		List<Message> messages = ERROR.splitAsStream(errors).skip(1).map(Esbuild::message).toList();
		return new FailedException(messages.isEmpty() ? "esbuild ended with status " + exit
				+ errors.lines()
					.findFirst()
					.map((line) -> ": " + line.substring(0, Math.min(line.length(), REASON_LENGTH)))
					.orElse("")
				: messages.get(0).text(), messages);
	}

	private static Message message(String error) {
		Matcher note = NOTE.matcher(error);
		String notes = note.results().map((result) -> result.group(1)).reduce("", (all, next) -> all + " " + next);
		Matcher place = PLACE.matcher(error);
		boolean placed = place.find();
		return new Message(error.lines().findFirst().orElse(""), placed ? place.group("file") : "",
				placed ? Integer.parseInt(place.group("line")) : 0, notes.strip());
	}

	/**
	 * A bundle, with its source map (ECMA-426).
	 *
	 * @param code a script in ASCII that sets the variable {@link #GLOBAL}
	 * @param sources the files that the mappings name, relative to the directory
	 * @param mappings the mappings, as the source map has them
	 * @param inputs the files that esbuild read, relative to the directory; the entry is
	 * among them
	 */
	record Output(String code, List<String> sources, String mappings, List<String> inputs) {

	}

	/**
	 * An error that esbuild found.
	 *
	 * @param text what it is
	 * @param file the file it is in, {@link #ENTRY} for the entry; empty if it is in none
	 * @param line the line in the file, from 1
	 * @param notes what esbuild says about it
	 */
	record Message(String text, String file, int line, String notes) {

	}

	/** The bundle is larger than it may be. */
	static final class TooLargeException extends FailedException {

		private static final long serialVersionUID = 1L;

		private final long size;

		TooLargeException(long size) {
			super("The bundle is too large");
			this.size = size;
		}

		long size() {
			return this.size;
		}

	}

	/** esbuild did not make a bundle. */
	static class FailedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final transient List<Message> messages;

		FailedException(String message) {
			this(message, List.of());
		}

		FailedException(String message, List<Message> messages) {
			super(message);
			this.messages = messages;
		}

		/** The errors, or none if esbuild itself failed. */
		List<Message> messages() {
			return this.messages;
		}

	}

}
