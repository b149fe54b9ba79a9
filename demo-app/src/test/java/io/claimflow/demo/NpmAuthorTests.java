package io.claimflow.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What the page for authors leads through, with the packages of npm in an empty folder,
 * where Node.js is and no Java. Made with the profile {@code npm}.
 */
class NpmAuthorTests {

	private static final Duration PATIENCE = Duration.ofMinutes(3);

	@TempDir
	private static Path folder;

	/** The path that commands have: Node.js and the tool alone. */
	private static Path bin;

	@BeforeAll
	static void install() throws Exception {
		Path node = command("node");
		Path npm = command("npm");
		assumeTrue(node != null && npm != null, "The packages are not tried: there is no node or no npm on the path");
		Path tool = Files.createDirectories(folder.resolve("tool"));
		List<String> command = new ArrayList<>(
				List.of(npm.toString(), "install", "--offline", "--no-audit", "--no-fund"));
		for (String packages : List.of("npm.packages", "npm.dev.packages")) {
			try (Stream<Path> files = Files.list(Path.of(System.getProperty(packages)).toAbsolutePath())) {
				files.map(Path::toString).sorted().forEach(command::add);
			}
		}
		Process install = new ProcessBuilder(command).directory(tool.toFile()).redirectErrorStream(true).start();
		String text = new String(install.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(install.waitFor()).as(text).isZero();
		bin = Files.createDirectories(folder.resolve("bin"));
		Files.createSymbolicLink(bin.resolve("node"), node);
		Files.createSymbolicLink(bin.resolve("claimflow"), tool.resolve("node_modules/.bin/claimflow"));
	}

	private static @Nullable Path command(String name) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.map((path) -> Path.of(path, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
	}

	private static Process start(Path directory, Path output, List<String> command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().keySet().removeIf((name) -> name.contains("JAVA") || name.contains("JDK"));
		builder.environment().put("PATH", bin.toString());
		return builder.start();
	}

	private static Process claimflow(Path directory, Path output, String... arguments) throws IOException {
		return start(directory, output,
				Stream.concat(Stream.of(bin.resolve("claimflow").toString()), Stream.of(arguments)).toList());
	}

	/** Ends what a person would end with Ctrl-C, and sees that nothing is left of it. */
	private static void end(Process process) throws Exception {
		List<ProcessHandle> children = process.descendants().toList();
		process.destroy();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		for (ProcessHandle child : children) {
			child.onExit().get(1, TimeUnit.MINUTES);
		}
	}

	@Test
	void thePageLeadsFromNothingToProductionAndBackWithoutJava() throws Exception {
		Path demoSaid = folder.resolve("demo-said");
		int demoPort = LocalServer.freePort();
		String url = "http://127.0.0.1:" + demoPort;
		Process demo = claimflow(folder, demoSaid, "dev", "--demo", "--port", Integer.toString(demoPort));
		try {
			await().atMost(PATIENCE).until(() -> LocalServer.said(demoSaid).contains("Sign in as") || !demo.isAlive());
			assertThat(demo.isAlive()).as(LocalServer.said(demoSaid)).isTrue();
			Path script = Files.writeString(folder.resolve("page.sh"), page().replace("http://127.0.0.1:9000", url));
			Path said = folder.resolve("page-said");
			Process page = start(folder, said, List.of("/bin/bash", "-eu", script.toString()));
			assertThat(page.waitFor()).as(LocalServer.said(said)).isZero();
			assertThat(LocalServer.said(said)).contains("no problems", "+ team: \"staff\"", "1 passed, 0 failed",
					"Its digest:", "is live.", "Back to deployment");
			aTokenIsFollowed(url);
		}
		finally {
			end(demo);
		}
		aSavedFileDecidesAboutTheNextToken(folder.resolve("my-workflows"));
	}

	/** Everything that the page has a shell do. */
	private static String page() throws IOException {
		return Pattern.compile("(?ms)^```sh\\n(.*?)^```$")
			.matcher(Files.readString(Path.of("../docs/authors.md")))
			.results()
			.map((sample) -> sample.group(1))
			.collect(Collectors.joining());
	}

	private static void aTokenIsFollowed(String url) throws Exception {
		Path said = folder.resolve("tail-said");
		ProcessBuilder builder = new ProcessBuilder(bin.resolve("claimflow").toString(), "tail", "--server", url)
			.redirectErrorStream(true)
			.redirectOutput(said.toFile());
		builder.environment().keySet().removeIf((name) -> name.contains("JAVA") || name.contains("JDK"));
		builder.environment()
			.putAll(Map.of("PATH", bin.toString(), "CLAIMFLOW_CLIENT_ID", "demo-deploy", "CLAIMFLOW_CLIENT_SECRET",
					"demo-deploy-secret"));
		Process tail = builder.start();
		try {
			await().atMost(PATIENCE).until(() -> {
				LocalServer.token(url);
				return LocalServer.said(said).contains("machine-token") || !tail.isAlive();
			});
			assertThat(tail.isAlive()).as(LocalServer.said(said)).isTrue();
		}
		finally {
			end(tail);
		}
	}

	private static void aSavedFileDecidesAboutTheNextToken(Path project) throws Exception {
		Path workflow = project.resolve("kindeSrc/environment/workflows/m2mWorkflow.ts");
		save(workflow, "first");
		Path said = folder.resolve("dev-said");
		int port = LocalServer.freePort();
		Process dev = claimflow(project, said, "dev", "--port", Integer.toString(port));
		try {
			await().atMost(PATIENCE).until(() -> LocalServer.said(said).contains("Sign in as") || !dev.isAlive());
			assertThat(dev.isAlive()).as(LocalServer.said(said)).isTrue();
			assertThat(LocalServer.said(said)).doesNotContain("SLF4J", "WARNING");
			String url = "http://127.0.0.1:" + port;
			assertThat(LocalServer.token(url).getStringClaim("plan")).isEqualTo("first");
			await().atMost(PATIENCE).until(() -> LocalServer.said(said).contains("+ plan: \"first\""));
			save(workflow, "saved");
			await().atMost(PATIENCE).until(() -> "saved".equals(LocalServer.token(url).getStringClaim("plan")));
		}
		finally {
			end(dev);
		}
	}

	private static void save(Path workflow, String plan) throws IOException {
		Files.writeString(workflow, """
				import { m2mTokenClaims } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {} } };
				export default async function () {
				  m2mTokenClaims<any>().plan = "%s";
				}
				""".formatted(plan));
	}

}
