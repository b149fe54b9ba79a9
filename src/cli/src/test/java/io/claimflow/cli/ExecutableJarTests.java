package io.claimflow.cli;

import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The jar that runs as it is. */
class ExecutableJarTests {

	private static final Path JAR = Path.of(System.getProperty("cli.jar")).toAbsolutePath();

	@TempDir
	private Path folder;

	private Process start(String... arguments) throws Exception {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// As docs/cli.md says for a Java that warns of its own future.
		ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((argument) -> argument.startsWith("--sun-misc-unsafe"))
			.forEach(command::add);
		command.addAll(List.of("-jar", JAR.toString()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).directory(this.folder.toFile()).start();
	}

	private static String text(InputStream in) throws Exception {
		return new String(in.readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void theJarRunsTheRealEngineAndSaysNothingElse() throws Exception {
		Author.project(this.folder, "m2mTokenClaims<any>().plan = 'für alle';");
		Process check = start("check", "--no-types");
		assertThat(text(check.getErrorStream())).isEmpty();
		assertThat(text(check.getInputStream())).contains("1 workflow: no problems");
		assertThat(check.waitFor()).isZero();
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aSyntaxErrorIsSaidByTheCommandAlone() throws Exception {
		Author.project(this.folder, "let a b;");
		Process check = start("check", "--no-types");
		assertThat(text(check.getErrorStream())).isEmpty();
		assertThat(text(check.getInputStream())).contains("Syntax error: Expected a semicolon");
		assertThat(check.waitFor()).isOne();
		assertThat(text(start("check", "--project", "none").getErrorStream())).contains("none is no folder");
	}

	@Test
	void theJarRunsTheTestThatAProjectBeginsWith() throws Exception {
		assertThat(start("init", ".").waitFor()).isZero();
		Process test = start("test");
		assertThat(text(test.getInputStream())).contains("1 passed, 0 failed");
		assertThat(test.waitFor()).isZero();
	}

	@Test
	void helpDoesNotLoadTheEngine() throws Exception {
		Process help = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load:stdout", "-jar", JAR.toString(), "--help")
			.redirectErrorStream(true)
			.start();
		String loaded = text(help.getInputStream());
		assertThat(help.waitFor()).isZero();
		assertThat(loaded).contains("picocli.CommandLine ", "Usage: claimflow")
			.doesNotContain("io.claimflow.engine.", "org.graalvm.", "tools.jackson.databind.json.JsonMapper",
					"java.net.http.");
	}

	@Test
	void whoeverReadsNoFurtherEndsTheCommand() throws Exception {
		Process help = start("--help");
		help.getInputStream().close();
		assertThat(help.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(text(help.getErrorStream())).isEmpty();
	}

	@Test
	void theJarHasNoSignatureOfAnotherOne() throws Exception {
		try (ZipFile jar = new ZipFile(JAR.toFile())) {
			assertThat(jar.stream().map((entry) -> entry.getName())).noneMatch(
					(name) -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)") || name.endsWith("module-info.class"))
				.contains("META-INF/services/com.oracle.truffle.api.provider.TruffleLanguageProvider");
		}
	}

}
