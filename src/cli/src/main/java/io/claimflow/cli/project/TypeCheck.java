package io.claimflow.cli.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Surroundings;
import org.jspecify.annotations.Nullable;

/**
 * Checks the types of a project with its own TypeScript compiler, if it has one.
 */
final class TypeCheck {

	private static final Duration TIME = Duration.ofMinutes(2);

	private static final int OUTPUT = 4 << 20;

	private static final int SOURCE = 2 << 20;

	private static final Pattern LINE = Pattern
		.compile("(?:(?<file>[^\\s(][^(]*)\\((?<line>\\d+),(?<column>\\d+)\\): )?error (?<code>TS\\d+): (?<text>.*)");

	private final Surroundings surroundings;

	private final Path root;

	TypeCheck(Surroundings surroundings, Path root) {
		this.surroundings = surroundings;
		this.root = root;
	}

	/**
	 * What the check has given.
	 *
	 * @param findings what the compiler found
	 * @param skipped why it was not asked, or empty if it was
	 */
	record Result(List<Finding> findings, Optional<String> skipped) {

		static Result skipped(String reason) {
			return new Result(List.of(), Optional.of(reason));
		}

	}

	Result check() {
		if (!Files.isRegularFile(this.root.resolve("tsconfig.json"))) {
			return Result.skipped("there is no tsconfig.json in the project");
		}
		Optional<Path> compiler = compiler();
		if (compiler.isEmpty()) {
			return Result.skipped("TypeScript is not installed: npm install --save-dev typescript");
		}
		return node().map((node) -> new Result(findings(run(node, compiler.get())), Optional.empty()))
			.orElseGet(() -> Result.skipped("there is no node on the PATH, which runs tsc"));
	}

	/** As Node.js finds it: in the project, or in a folder above it. */
	private Optional<Path> compiler() {
		for (Path folder = this.root; folder != null; folder = folder.getParent()) {
			Path compiler = folder.resolve("node_modules/typescript/lib/tsc.js");
			if (Files.isRegularFile(compiler)) {
				return Optional.of(compiler);
			}
		}
		return Optional.empty();
	}

	private Optional<Path> node() {
		String path = this.surroundings.variable("PATH").or(() -> this.surroundings.variable("Path")).orElse("");
		return Stream.of(path.split(Pattern.quote(java.io.File.pathSeparator)))
			.filter((folder) -> !folder.isBlank())
			.flatMap((folder) -> Stream.of("node", "node.exe").map((name) -> Path.of(folder, name)))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private String run(Path node, Path compiler) {
		ProcessBuilder builder = new ProcessBuilder(node.toString(), compiler.toString(), "--noEmit", "--pretty",
				"false", "-p", this.root.toString());
		builder.directory(this.root.toFile()).redirectErrorStream(true);
		builder.environment().clear();
		builder.environment().putAll(this.surroundings.environment());
		try (Progress progress = this.surroundings.terminal().progress("Checking types")) {
			Process process = builder.start();
			Thread end = new Thread(process::destroyForcibly);
			Runtime.getRuntime().addShutdownHook(end);
			try {
				process.getOutputStream().close();
				return output(process);
			}
			finally {
				process.destroyForcibly();
				Runtime.getRuntime().removeShutdownHook(end);
			}
		}
		catch (IOException ex) {
			throw Failure.ofProject("The project's tsc cannot be started: " + ex.getMessage(),
					"Install it again, or leave types alone with --no-types.");
		}
	}

	private static String output(Process process) throws IOException {
		CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
		try {
			return new String(output.get(TIME.toSeconds(), TimeUnit.SECONDS), StandardCharsets.UTF_8);
		}
		catch (TimeoutException ex) {
			throw Failure.ofProject("The project's tsc takes more than " + TIME.toMinutes() + " minutes",
					"Narrow the files of its tsconfig.json, or leave types alone with --no-types.");
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IOException("Its output ended early", ex);
		}
	}

	private static byte[] read(InputStream in) {
		try {
			byte[] start = in.readNBytes(OUTPUT);
			in.transferTo(java.io.OutputStream.nullOutputStream());
			return start;
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private List<Finding> findings(String output) {
		List<Finding> findings = new ArrayList<>();
		for (String line : output.split("\\R")) {
			Matcher matcher = LINE.matcher(line);
			if (matcher.matches()) {
				findings.add(finding(matcher));
			}
			else if (line.startsWith(" ") && !findings.isEmpty()) {
				Finding last = findings.remove(findings.size() - 1);
				Problem problem = last.problem();
				findings.add(new Finding(new Problem(problem.location(), problem.message() + "\n" + line.strip(),
						problem.action(), problem.sourceLine()), last.rule()));
			}
			else if (!line.isBlank()) {
				findings.add(new Finding(new Problem(null, "The project's tsc says: " + line,
						"See that npx tsc --noEmit runs in the project.", null), "tsc"));
			}
		}
		return findings;
	}

	private Finding finding(Matcher matcher) {
		String code = matcher.group("code");
		String file = matcher.group("file");
		SourceLocation location = null;
		String sourceLine = null;
		if (file != null) {
			int line = Integer.parseInt(matcher.group("line"));
			location = new SourceLocation(file.replace('\\', '/'), line, Integer.parseInt(matcher.group("column")));
			sourceLine = line(this.root.resolve(file), line);
		}
		return new Finding(new Problem(location, matcher.group("text"),
				"The TypeScript compiler of the project says so (" + code + ").", sourceLine), code);
	}

	private static @Nullable String line(Path file, int number) {
		try {
			if (Files.size(file) > SOURCE) {
				return null;
			}
			String[] lines = Files.readString(file).split("\r\n|\r|\n", -1);
			return (number <= lines.length) ? lines[number - 1] : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

}
