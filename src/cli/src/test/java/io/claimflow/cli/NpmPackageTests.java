package io.claimflow.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The packages of npm, in an empty folder, where Node.js is and no Java. Made with the
 * profile {@code npm}.
 */
class NpmPackageTests {

	private static final Path PACKAGES = Path.of(System.getProperty("npm.packages")).toAbsolutePath();

	@TempDir
	private static Path folder;

	/** The path that commands have: Node.js alone. */
	private static Path bin;

	@BeforeAll
	static void install() throws Exception {
		Path node = command("node");
		Path npm = command("npm");
		assumeTrue(node != null && npm != null, "The packages are not tried: there is no node or no npm on the path");
		bin = Files.createDirectories(folder.resolve("bin"));
		Files.createSymbolicLink(bin.resolve("node"), node);
		Path tool = Files.createDirectories(folder.resolve("tool"));
		List<String> command = new ArrayList<>(
				List.of(npm.toString(), "install", "--offline", "--no-audit", "--no-fund"));
		try (Stream<Path> packages = Files.list(PACKAGES)) {
			packages.map(Path::toString).sorted().forEach(command::add);
		}
		Result result = run(new ProcessBuilder(command), tool);
		assertThat(result.code()).as(result.text()).isZero();
	}

	private static @Nullable Path command(String name) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((path) -> Path.of(path, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	private static ProcessBuilder claimflow(String... arguments) {
		List<String> command = new ArrayList<>(List.of(folder.resolve("tool/node_modules/.bin/claimflow").toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment().keySet().removeIf((name) -> name.contains("JAVA") || name.contains("JDK"));
		builder.environment().put("PATH", bin.toString());
		return builder;
	}

	private static Result run(ProcessBuilder builder, Path directory) throws IOException, InterruptedException {
		Process process = builder.directory(directory.toFile()).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return new Result(process.waitFor(), text);
	}

	private static void runs(Path directory, String expected, String... arguments) throws Exception {
		Result result = run(claimflow(arguments), directory);
		assertThat(result.code()).as(result.text()).isZero();
		assertThat(result.text()).contains(expected);
	}

	@Test
	void everyOfflineCommandRunsWithoutJava() throws Exception {
		runs(folder, "Usage: claimflow", "--help");
		runs(folder, "The project is there", "init", "an auth");
		Path project = folder.resolve("an auth");
		assertThat(project.resolve("package.json")).content().contains("\"claimflow\": \"");
		runs(project, "1 workflow: no problems", "check", "--no-types");
		runs(project, "completed in", "run", "user-tokens");
		runs(project, "1 passed, 0 failed", "test");
		runs(project, "100", "test", "--coverage");
		assertThat(project.resolve("coverage/lcov.info")).content().contains("SF:");
		runs(project, "Its digest:", "build");
		assertThat(project.resolve("artifact.zip")).exists();
		Result wrong = run(claimflow("chekc"), project);
		assertThat(wrong.code()).isEqualTo(2);
		assertThat(wrong.text()).contains("Did you mean check?");
	}

	@Test
	void theArchiveIsThatOfTheJarThatNpmHasWritten() throws Exception {
		runs(folder, "claimflow ", "--version");
		Path runtime = runtime();
		boolean profiles = Files.exists(runtime.resolve("lib/app/claimflow.aot"));
		Result result = run(new ProcessBuilder(runtime.resolve("bin/java").toString(), "@lib/app/java.args",
				profiles ? "-XX:AOTMode=on" : "-Xshare:on", "io.claimflow.cli.Main", "--version"), runtime);
		assertThat(result.code()).as(result.text()).isZero();
		assertThat(result.text()).startsWith("claimflow ");
	}

	@Test
	void whatEndsTheLauncherEndsTheTool() throws Exception {
		runs(folder, "The project is there", "init", "watched");
		Process watch = claimflow("test", "--watch").directory(folder.resolve("watched").toFile()).start();
		try {
			watch.inputReader().lines().filter((line) -> line.startsWith("Waiting for a file")).findFirst();
			ProcessHandle java = watch.descendants().findFirst().orElseThrow();
			watch.destroy();
			assertThat(watch.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(java.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
		}
		finally {
			watch.descendants().forEach(ProcessHandle::destroyForcibly);
			watch.destroyForcibly();
		}
	}

	@Test
	void thePackageHasOneCompilerAndTheLicences() throws Exception {
		Path runtime = runtime();
		assertThat(runtime.resolve("LICENSE")).exists();
		assertThat(runtime.resolve("legal/java.base/LICENSE")).exists();
		Path modules = folder.resolve("tool/node_modules/@claimflow");
		assertThat(modules.resolve("workflows/events.d.ts")).exists();
		assertThat(modules.resolve("workflows/README.md")).exists();
		assertThat(modules.resolve("test/index.d.ts")).exists();
		try (ZipFile jar = new ZipFile(runtime.resolve("lib/app/claimflow.jar").toFile())) {
			assertThat(jar.stream().filter((entry) -> entry.getName().startsWith("libswc4j-"))).isEmpty();
		}
		try (Stream<Path> files = Files.list(runtime.resolve("lib/app"))) {
			assertThat(files.filter((file) -> file.getFileName().toString().startsWith("libswc4j-"))).hasSize(1);
		}
	}

	private static Path runtime() throws IOException {
		try (Stream<Path> packages = Files.list(folder.resolve("tool/node_modules/@claimflow"))) {
			return packages.filter((path) -> path.getFileName().toString().startsWith("runtime-"))
				.findFirst()
				.orElseThrow();
		}
	}

	/** What a process has written, and its exit code. */
	private record Result(int code, String text) {

	}

}
