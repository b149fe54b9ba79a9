package io.claimflow.engine;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.claimflow.Claims;
import io.claimflow.CompilerUnavailableException;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.ArtifactWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a server that has no compiler, and runs what was built elsewhere.
 */
class NoCompilerTests {

	@TempDir
	private static Path folder;

	private static Artifact artifact;

	@BeforeAll
	static void build() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
			artifact = engine.build(TestWorkflow.project(TestWorkflow.FILE, """
					import { m2mTokenClaims } from "@kinde/infrastructure";
					export const workflowSettings = {
					  id: "a", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, url: {} },
					};
					export default async function (event: any) {
					  m2mTokenClaims<{ host: string }>().host = new URL("https://a.example/b").host as string;
					  if (event.request.path) { throw new Error("told"); }
					}
					"""));
			try (var out = Files.newOutputStream(folder.resolve("artifact.zip"))) {
				ArtifactWriter.write(artifact, out);
			}
		}
	}

	private static String process(Predicate<String> left, String... options) throws Exception {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> left.test(new File(entry).getName()))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>();
		command.addAll(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote"));
		command.addAll(List.of(options));
		command.addAll(List.of("-cp", classPath, Server.class.getName(), folder.resolve("artifact.zip").toString()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

	@Test
	void aServerWithoutTheCompilersNativeLibraryRunsAnArtifactAndBuildsWithAnotherOne() throws Exception {
		String output = process((name) -> !name.matches("swc4j-(linux|macos|windows).*"));
		assertThat(output)
			.contains("warm: true", "verified: false", "claims: {host=a.example}",
					"failure: Error: told at " + TestWorkflow.FILE + ":7:35", "built with typescript ",
					"built claims: {host=a.example}")
			.contains("is not known, since it was built by", "Workflows are compiled with typescript ",
					"there is none for this platform on the class path");
	}

	@Test
	void aServerWithoutTheCompilerAndAPlaceToWriteRunsAnArtifact() throws Exception {
		String output = process((name) -> !name.startsWith("swc4j") && !name.startsWith("typescript"),
				"-Djava.io.tmpdir=/nowhere");
		assertThat(output)
			.contains("warm: true", "verified: false", "claims: {host=a.example}",
					"failure: Error: told at " + TestWorkflow.FILE + ":7:35")
			.contains("cannot build: The TypeScript compiler swc4j is not on the class path")
			.doesNotContain("Exception in thread");
	}

	/** What the process does. */
	static final class Server {

		private Server() {
		}

		public static void main(String[] arguments) throws Exception {
			try (WorkflowEngine engine = WorkflowEngine.builder().build();
					InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
				System.out.println("warm: " + engine.warmUp(2));
				LoadedProject loaded = engine.load(new ArtifactReader(ArtifactLimits.defaults()).read(in));
				System.out.println("verified: " + loaded.verified() + " " + loaded.doubt().orElse(""));
				System.out.println("claims: " + TestWorkflow.set(run(engine, loaded, "")));
				System.out.println(run(engine, loaded, "x").failure()
					.map((failure) -> "failure: " + failure.message() + " at "
							+ failure.location().map(Object::toString).orElse("nowhere"))
					.orElse("no failure"));
				try {
					Artifact built = engine.build(loaded.artifact().project());
					System.out.println("built with " + built.versions().compiler());
					System.out.println("built claims: " + TestWorkflow.set(run(engine, engine.load(built), "")));
				}
				catch (CompilerUnavailableException ex) {
					System.out.println("cannot build: " + ex.getMessage());
				}
			}
		}

		private static Outcome run(WorkflowEngine engine, LoadedProject project, String path) {
			return engine.run(project.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(),
					new io.claimflow.Event(Map.of("path", path), Map.of()), Claims.of(TokenType.M2M_TOKEN, Map.of()));
		}

	}

}
