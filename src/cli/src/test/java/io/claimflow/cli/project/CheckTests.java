package io.claimflow.cli.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said of a project. */
class CheckTests {

	private static final String FILE = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	@TempDir
	private Path folder;

	private Result check(String... options) {
		String[] arguments = new String[options.length + 1];
		arguments[0] = "check";
		System.arraycopy(options, 0, arguments, 1, options.length);
		return new Tool(this.folder).run(arguments);
	}

	@Test
	void aProjectThatIsFineIsFine() throws Exception {
		Author.project(this.folder, "m2mTokenClaims<any>().plan = getEnvironmentVariable('PLAN').value;");
		Result result = check();
		assertThat(result.code()).isZero();
		assertThat(result.out()).isEqualToNormalizingNewlines("""
				1 workflow: no problems, no warnings
				The code reads these variables: PLAN
				""");
		assertThat(result.err()).contains("there is no tsconfig.json");
	}

	@Test
	void everyProblemHasItsPlaceItsExcerptAndWhatToDo() throws Exception {
		Author.project(this.folder, "let = 1;");
		Author.workflow(this.folder, "other", "no:such_trigger", "");
		Result result = check();
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out()).contains("error: " + FILE + ":6:", "| ", "  let = 1;", "^",
				"error: kindeSrc/environment/workflows/otherWorkflow.ts:", "no:such_trigger",
				"2 workflows: 2 problems, no warnings");
	}

	@Test
	void warningsAreShownBesideProblems() throws Exception {
		Author.project(this.folder, "let = 1;");
		Author.workflow(this.folder, "other", "user:tokens_generation", "notDeclared();");
		Result result = check();
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out()).contains("error: " + FILE + ":6:",
				"warning, it fails when it runs: kindeSrc/environment/workflows/otherWorkflow.ts:6:",
				"2 workflows: 1 problem, 2 warnings");
	}

	@Test
	void windowsLineEndsMoveNoPlace() throws Exception {
		Author.project(this.folder, "let = 1;");
		Path file = this.folder.resolve(FILE);
		String place = check("--json").json().at("/problems/0").toString();
		Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
		assertThat(check("--json").json().at("/problems/0").toString()).isEqualTo(place).contains("\"line\":6");
	}

	@Test
	void pathsLeadFromWhereOneIs() throws Exception {
		Author.project(this.folder.resolve("of/others"), "let = 1;");
		Result above = check("--project", "of/others");
		assertThat(above.out()).contains("error: of/others/" + FILE + ":6:");
		Result below = new Tool(this.folder.resolve("of/others/kindeSrc")).run("check");
		assertThat(below.out()).contains("error: ../" + FILE + ":6:");
	}

	@Test
	void warningsFailAStrictCheckAlone() throws Exception {
		Author.project(this.folder, "notDeclared();");
		assertThat(check().code()).isZero();
		assertThat(check().out()).contains("warning, it fails when it runs: " + FILE + ":6:", "1 warning");
		assertThat(check("--strict").code()).isEqualTo(1);
	}

	@Test
	void findingsAreSarif() throws Exception {
		Author.project(this.folder, "let = 1;");
		JsonNode run = check("--format", "sarif").json().at("/runs/0");
		assertThat(run.at("/tool/driver/name").asString()).isEqualTo("claimflow");
		assertThat(run.at("/results/0/ruleId").asString()).isEqualTo(run.at("/tool/driver/rules/0/id").asString());
		JsonNode place = run.at("/results/0/locations/0/physicalLocation");
		assertThat(place.at("/artifactLocation/uri").asString()).isEqualTo(FILE);
		assertThat(place.at("/region/startLine").asInt()).isEqualTo(6);
	}

	@Test
	void findingsAreAnnotationsOfGitHubWithPathsOfTheRepository() throws Exception {
		Author.project(this.folder.resolve("auth, demo"), "let = 1;");
		Result result = new Tool(this.folder.resolve("auth, demo")).with("GITHUB_WORKSPACE", this.folder.toString())
			.run("check", "--format", "github");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out()).startsWith("::error file=auth%2C demo/" + FILE + ",line=6,col=")
			.contains("title=claimflow (problem)::")
			.hasLineCount(1);
	}

	@Test
	void findingsAreACodeQualityReportOfGitLab() throws Exception {
		Author.project(this.folder, "let = 1;");
		JsonNode report = check("--format", "gitlab").json();
		assertThat(report.at("/0/severity").asString()).isEqualTo("blocker");
		assertThat(report.at("/0/location/path").asString()).isEqualTo(FILE);
		assertThat(report.at("/0/location/lines/begin").asInt()).isEqualTo(6);
		assertThat(report.at("/0/fingerprint").asString()).hasSize(64);
		Author.project(this.folder, "");
		assertThat(check("--format", "gitlab").json()).isEmpty();
	}

	@Test
	void aSourceTellsTheTerminalNothing() throws Exception {
		Author.project(this.folder, "let = '\u001B[2J';");
		assertThat(check().out()).doesNotContain("\u001B");
		assertThat(check("--format", "github").out()).doesNotContain("\u001B");
	}

	@Test
	void theProjectIsTheClosestOneAbove() throws Exception {
		Author.project(this.folder, "");
		assertThat(new Tool(this.folder.resolve("kindeSrc/environment")).run("check", "--json")
			.json()
			.path("project")
			.asString()).isEqualTo(this.folder.toString());
	}

	@Test
	void whereThereIsNoProjectThoseBelowAreNamed() throws Exception {
		assertThat(check().err()).contains("There is no project here", "claimflow init");
		Author.project(this.folder.resolve("one"), "");
		Author.project(this.folder.resolve("two"), "");
		Result result = check();
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("Below it, there are 2: one, two", "--project one");
		assertThat(check("--project", "three").err()).contains("three is no folder");
	}

	@Test
	void eachProjectOfAFolderIsCheckedAndCounted() throws Exception {
		Author.project(this.folder.resolve("fine"), "");
		Author.project(this.folder.resolve("deep/down/fails"), "notDeclared();");
		Author.project(this.folder.resolve("wrong"), "let = 1;");
		Author.write(Author.project(this.folder.resolve("unread"), ""), "package.json", "{");
		Author.project(this.folder.resolve("fine/node_modules/ignored"), "let = 1;");
		Result result = check("--each");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out())
			.contains("warning, it fails when it runs: deep/down/fails/" + FILE + ":6:", "error: wrong/" + FILE + ":6:",
					"unread/package.json cannot be read as JSON",
					"4 projects: 2 load, 1 of them with code that is known to fail; 2 refused")
			.doesNotContain("ignored");
		assertThat(check("--each", "--json").json().at("/projects/3/problems/0/file").asString()).isEqualTo(FILE);
		assertThat(check("--each", "--format", "sarif").json().at("/runs/3/results/0").toString())
			.contains("wrong/" + FILE);
		assertThat(check("--each", "--format", "gitlab").json().toString()).contains("wrong/" + FILE);
		assertThat(check("--each", "--project", "fine").code()).isZero();
	}

	@Test
	void aFolderWithoutProjectsIsNone() {
		Result result = check("--each");
		assertThat(result.code()).isEqualTo(2);
		assertThat(result.err()).contains("There is no project below " + this.folder, "kinde.json");
	}

	@Test
	void triggersOfTheServersOwnAreInPackageJson() throws Exception {
		Author.project(this.folder, "");
		Author.workflow(this.folder, "order", "shop:order_placed", "");
		assertThat(check().code()).isEqualTo(1);
		Author.write(this.folder, "package.json", "{\"claimflow\": {\"triggers\": [\"shop:order_placed\"]}}");
		assertThat(check().code()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\"claimflow\": 1}", "{\"claimflow\": {\"trigger\": []}}",
			"{\"claimflow\": {\"triggers\": \"a:b\"}}", "{\"claimflow\": {\"triggers\": [\"no id\"]}}",
			"{\"claimflow\": {\"triggers\": [\"user:pre_mfa\"]}}", "{\"claimflow\": {\"server\": 1}}" })
	void aPackageJsonThatIsWrongIsNamed(String text) throws Exception {
		Author.project(this.folder, "");
		Author.write(this.folder, "package.json", text);
		Result result = check();
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.err()).contains("package.json").doesNotContain("Exception");
	}

	@Test
	void typesAreCheckedWithTheProjectsOwnCompiler() throws Exception {
		assertThat(new Tool(this.folder).run("init", ".").code()).isZero();
		assertThat(check().err()).contains("TypeScript is not installed");
		Author.installTypeScript(this.folder);
		assertThat(check().err()).contains("there is no node on the PATH");
		// One workflow for each trigger that there is a template for, and all of them
		// pass.
		for (String trigger : Scaffold.WORKFLOWS.keySet()) {
			Path other = this.folder.resolve("other");
			assertThat(new Tool(this.folder).run("init", "other", "--trigger", trigger).code()).isZero();
			for (String name : List.of("Workflow.ts", ".test.ts")) {
				String file = Scaffold.WORKFLOWS.get(trigger) + name;
				Files.copy(
						other.resolve("kindeSrc/environment/workflows/%s/%s".formatted(Scaffold.folder(trigger), file)),
						this.folder.resolve("kindeSrc/environment/workflows/" + file));
			}
			TestFiles.delete(other);
		}
		TestFiles.delete(this.folder.resolve("kindeSrc/environment/workflows/userTokens"));
		Result fine = new Tool(this.folder).withEnvironment().run("check");
		assertThat(fine.out()).contains("10 workflows: no problems, no warnings");
		assertThat(fine.code()).isZero();
		assertThat(fine.err()).isEmpty();
		assertThat(new Tool(this.folder).run("test").out()).contains("10 passed, 0 failed");
		Author.write(this.folder, "kindeSrc/wrong.ts", "export const wrong: number =\r\n  'text';\n");
		Result wrong = new Tool(this.folder).withEnvironment().run("check", "--json");
		assertThat(wrong.code()).isEqualTo(1);
		JsonNode problem = wrong.json().at("/problems/0");
		assertThat(problem.path("rule").asString()).isEqualTo("TS2322");
		assertThat(problem.path("file").asString()).isEqualTo("kindeSrc/wrong.ts");
		assertThat(problem.path("line").asInt()).isEqualTo(1);
		assertThat(problem.path("sourceLine").asString()).startsWith("export const wrong");
		assertThat(new Tool(this.folder).withEnvironment().run("check", "--no-types").code()).isZero();
	}

}
