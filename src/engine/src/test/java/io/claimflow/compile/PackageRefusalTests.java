package io.claimflow.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Bundling;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What a project is told whose packages cannot be bundled. No bundler is needed for that.
 */
class PackageRefusalTests {

	private static final String SOURCE = """
			import { z } from "zod";
			export const workflowSettings = { id: "x", trigger: "m2m:token_generation" };
			export default async () => z;
			""";

	private static final String INSTALL_ESBUILD = "Run npm install --save-dev esbuild in the folder of kinde.json, ";

	@TempDir
	private Path root;

	private List<Problem> refused(Optional<Path> directory, Optional<Path> esbuild, String source) {
		Bundling bundling = new Bundling(esbuild, Duration.ofSeconds(4), 1000);
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder().bundling(bundling).build())) {
			Project project = new Project("test", directory, List.of(TestWorkflow.FILE),
					Map.of(TestWorkflow.FILE, source));
			return catchThrowableOfType(InvalidProjectException.class, () -> engine.deploy(project)).problems();
		}
	}

	private void install(String name) throws IOException {
		Files.createDirectories(this.root.resolve("node_modules").resolve(name));
	}

	/** Stands for an esbuild that does not do what it should. */
	private Path script(String text) throws IOException {
		Path file = this.root.resolve("bundler.sh");
		Files.writeString(file, "#!/bin/sh\n" + text + "\n");
		Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
		return file;
	}

	@Test
	void aPackageOfAProjectOnTheClasspathIsRefused() {
		assertThat(refused(Optional.empty(), Optional.empty(), SOURCE)).singleElement().satisfies((problem) -> {
			assertThat(problem.location()).isEqualTo(new SourceLocation(TestWorkflow.FILE, 1, 19));
			assertThat(problem.message())
				.isEqualTo("The package 'zod' cannot be imported: packages need a project on disk");
			assertThat(problem.action()).contains("claimflow.project=file:");
		});
	}

	@Test
	void packagesOfAFileThatHasOtherProblemsAreReportedWithThem() {
		assertThat(refused(Optional.of(this.root), Optional.empty(), "import { a } from './none';\nvoid a;\n" + SOURCE))
			.extracting(Problem::message)
			.containsExactlyInAnyOrder("There is no file for the import './none'", "The package 'zod' is not installed",
					"Workflows that import packages are bundled with esbuild, which is not installed");
	}

	@Test
	void whatIsNotInstalledIsNamedWithTheCommandThatInstallsIt() {
		assertThat(refused(Optional.of(this.root), Optional.empty(),
				"import get from \"lodash/get\"; import { a } from \"@acme/plans/a\"; void a; void get;" + SOURCE))
			.extracting(Problem::message, Problem::action)
			.containsExactlyInAnyOrder(
					tuple("The package 'lodash' is not installed",
							"Run npm install lodash in the folder of kinde.json."),
					tuple("The package '@acme/plans' is not installed",
							"Run npm install @acme/plans in the folder of kinde.json."),
					tuple("The package 'zod' is not installed", "Run npm install zod in the folder of kinde.json."),
					tuple("Workflows that import packages are bundled with esbuild, which is not installed",
							INSTALL_ESBUILD + "or name an executable with claimflow.esbuild."));
	}

	@Test
	void jsxWithoutReactSaysWhatToInstall() {
		String file = TestWorkflow.FILE.replace(".ts", ".tsx");
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults())) {
			Project project = new Project("test", Optional.of(this.root), List.of(file),
					Map.of(file, SOURCE.replace("=> z", "=> <b>{z}</b>")));
			assertThat(catchThrowableOfType(InvalidProjectException.class, () -> engine.deploy(project)).problems())
				.extracting(Problem::action)
				.contains("Run npm install react in the folder of kinde.json.");
		}
	}

	@Test
	void aConfiguredEsbuildThatIsNoneIsNamed() throws Exception {
		install("zod");
		Path none = this.root.resolve("nowhere");
		assertThat(refused(Optional.of(this.root), Optional.of(none), SOURCE)).singleElement()
			.satisfies((problem) -> assertThat(problem.action()).endsWith(none + ", which it names, is none."));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					exec sleep 600                | esbuild was still at work after 4000 ms
					echo no such thing >&2; exit 3 | esbuild ended with status 3: no such thing
					head -c 300000 /dev/zero; yes no; | esbuild was still at work after 4000 ms
					for i in $(seq 20000); do echo no such package >&2; done; exit 4 | esbuild ended with status 4: no such package
					""")
	@DisabledOnOs(OS.WINDOWS)
	void anEsbuildThatFailsIsEnded(String text, String reason) throws Exception {
		install("zod");
		assertThat(refused(Optional.of(this.root), Optional.of(script(text)), SOURCE)).singleElement()
			.satisfies((problem) -> assertThat(problem.message())
				.isEqualTo("The packages that the workflow imports cannot be bundled: " + reason));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void aBundleThatIsTooLargeIsNotRead() throws Exception {
		install("zod");
		Path script = script(
				"for a in \"$@\"; do case $a in --outfile=*) head -c 100000 /dev/zero > \"${a#--outfile=}\";; esac; done");
		assertThat(refused(Optional.of(this.root), Optional.of(script), SOURCE)).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).isEqualTo(
					"The packages that the workflow imports take 100000 bytes in a bundle, more than the 1000 that are allowed"));
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void esbuildSeesNothingOfTheServersEnvironment() throws Exception {
		install("zod");
		Path script = script("env | grep -v -e ^PATH= -e ^PWD= -e ^OLDPWD= -e ^SHLVL= -e ^_= | sort >&2; exit 3");
		assertThat(refused(Optional.of(this.root), Optional.of(script), SOURCE)).singleElement()
			.satisfies((problem) -> assertThat(problem.message()).endsWith("esbuild ended with status 3"));
	}

}
