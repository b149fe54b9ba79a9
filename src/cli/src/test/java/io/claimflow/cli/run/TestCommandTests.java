package io.claimflow.cli.run;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import javax.xml.parsers.DocumentBuilderFactory;

import io.claimflow.cli.Tool;
import io.claimflow.cli.Tool.Result;
import io.claimflow.cli.project.Author;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The tests of a project, as the command line runs and reports them. */
class TestCommandTests {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String TEST = "kindeSrc/environment/workflows/m2m.test.ts";

	@TempDir
	private Path folder;

	@BeforeEach
	void project() throws Exception {
		Author.project(this.folder, "m2mTokenClaims<any>().plan = getEnvironmentVariable('PLAN').value;");
		tests("pro");
	}

	private void tests(String expected) throws Exception {
		Author.write(this.folder, TEST, """
				import { describe, expect, test, workflow } from "@claimflow/test";
				describe("plans", () => {
				  test("the plan is a variable", async () => {
				    const run = await workflow("m2m").run({}, { env: { PLAN: "pro" } });
				    expect(run).toSetClaim("plan", "%s");
				  });
				  test("nothing else", () => { expect(1).toBe(1); });
				  test.skip("later", () => {});
				});
				""".formatted(expected));
	}

	@Test
	void testsThatPassAreCounted() {
		Result result = new Tool(this.folder).run("test");
		assertThat(result.code()).as(result.out() + result.err()).isZero();
		assertThat(result.out()).contains(TEST, "ok   plans › the plan is a variable", "skip plans › later",
				"2 passed, 0 failed, 1 skipped in ");
	}

	@Test
	void aTestThatFailsShowsWhatItsRunDid() throws Exception {
		tests("free");
		Result result = new Tool(this.folder).run("test", "--filter", "VARIABLE");
		assertThat(result.code()).isEqualTo(1);
		assertThat(result.out())
			.contains("FAIL " + TEST + " › plans › the plan is a variable", "free", "at " + TEST + ":5:",
					"+ m2mToken.plan: \"pro\"", "0 passed, 1 failed")
			.doesNotContain("[32m");
	}

	@Test
	void resultsAreXmlOfJUnitAndJson() throws Exception {
		tests("free");
		Result junit = new Tool(this.folder).run("test", "--reporter", "junit", "-o", "results.xml");
		assertThat(junit.code()).isEqualTo(1);
		assertThat(junit.out()).contains("1 passed, 1 failed");
		Document xml = DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(new ByteArrayInputStream(Files.readAllBytes(this.folder.resolve("results.xml"))));
		assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("1");
		assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(3);
		JsonNode json = new Tool(this.folder).run("test", "--json").json();
		assertThat(json.path("failed").asInt()).isEqualTo(1);
		assertThat(json.path("tests").toString()).contains("\"result\":\"skipped\"", "\"line\":3");
	}

	@Test
	void whereThereIsNothingToRunThatIsTold() throws Exception {
		assertThat(new Tool(this.folder).run("test", "other").err()).contains("There are no test files of that name");
		assertThat(new Tool(this.folder).run("test", "--filter", "other").code()).isEqualTo(1);
		Files.delete(this.folder.resolve(TEST));
		Result none = new Tool(this.folder).run("test");
		assertThat(none.code()).isEqualTo(1);
		assertThat(none.err()).contains("There are no test files", ".test.ts");
	}

	@Test
	void whatARunDidIsComparedWithItsSnapshot() throws Exception {
		Author.write(this.folder, TEST, """
				import { expect, test, workflow } from "@claimflow/test";
				test("the plan", async () => {
				  expect(await workflow("m2m").run({}, { env: { PLAN: "pro" } })).toMatchSnapshot();
				  expect([1.5, null]).toMatchSnapshot("a value");
				});
				test("is no other's", () => { expect({ a: "1" }).toMatchSnapshot(); });
				""");
		Path file = this.folder.resolve(TEST + ".json");
		Result ci = new Tool(this.folder).with("CI", "true").run("test");
		assertThat(ci.code()).isEqualTo(1);
		assertThat(ci.out()).contains("there is no snapshot \"the plan 1\"");
		assertThat(file).doesNotExist();
		String before = new Tool(this.folder).run("build", "--json").json().path("digest").asString();
		Result first = new Tool(this.folder).run("test");
		assertThat(first.code()).as(first.out()).isZero();
		assertThat(first.err()).contains("Wrote 3 snapshots to " + TEST + ".json");
		String kept = Files.readString(file);
		assertThat(kept).contains("\"the plan 1\"", "\"after\" : \"pro\"", "\"the plan: a value 1\"");
		assertThat(new Tool(this.folder).run("build", "--json").json().path("digest").asString()).isEqualTo(before);
		assertThat(new Tool(this.folder).with("CI", "true").run("test").code()).isZero();

		Author.project(this.folder, "m2mTokenClaims<any>().plan = 'other';");
		Result other = new Tool(this.folder).run("test");
		assertThat(other.code()).isEqualTo(1);
		assertThat(other.out()).contains("--update", "\"pro\"", "\"other\"", "1 passed, 1 failed");
		assertThat(Files.readString(file)).isEqualTo(kept);

		Author.write(this.folder, TEST, """
				import { expect, test, workflow } from "@claimflow/test";
				test("the plan", async () => { expect(await workflow("m2m").run()).toMatchSnapshot(); });
				""");
		assertThat(new Tool(this.folder).run("test", "--update").code()).isZero();
		assertThat(Files.readString(file)).contains("\"after\" : \"other\"").doesNotContain("a value", "no other's");
		assertThat(new Tool(this.folder).with("CI", "true").run("test").code()).isZero();
	}

	@Test
	void coverageTellsWhichLinesAndFunctionsOfTheSourceTestsExecute() throws Exception {
		String folder = "kindeSrc/environment/workflows/";
		Author.write(this.folder, folder + "m2mWorkflow.ts", """
				import { m2mTokenClaims, getEnvironmentVariable } from "@kinde/infrastructure";
				import { planOf } from "./plans";

				interface Settings {
				  plan: string;
				}

				export const workflowSettings = {
				  id: "m2m", trigger: "m2m:token_generation", bindings: { "kinde.m2mToken": {}, "kinde.env": {} },
				};

				export default async function (event: any): Promise<void> {
				  const plan = await planOf(getEnvironmentVariable("PLAN")?.value);
				  try {
				    m2mTokenClaims<Settings>().plan = plan;
				  }
				  catch (e) {
				    console.log("no plan");
				  }
				}
				""");
		Author.write(this.folder, folder + "plans.ts", """
				const known: string[] = ["pro"];

				export async function planOf(name?: string): Promise<string> {
				  await Promise.resolve();
				  if (!known.includes(name as string)) {
				    return unknown(name);
				  }
				  return name as string;
				}

				const unknown = (name?: string): string => {
				  throw new Error("no such plan: " + name);
				};
				""");
		Author.workflow(this.folder, "other", "user:tokens_generation", "return;");
		Author.write(this.folder, folder + "unused.ts", """
				export function unused() {
				  return 1;
				}
				""");
		Tool tool = new Tool(this.folder);
		Result result = tool.run("test", "--coverage");
		assertThat(result.code()).as(result.out() + result.err()).isZero();
		assertThat(result.out().lines().map((line) -> line.strip().replaceAll(" {2,}", " | ")))
			.contains("coverage | lines | functions | lines that did not run",
					folder + "m2mWorkflow.ts | 80.0 % (4 of 5) | 100 % (1 of 1) | 18",
					folder + "plans.ts | 71.4 % (5 of 7) | 50.0 % (1 of 2) | 6, 12",
					folder + "unused.ts | 0.0 % (0 of 1) | 0.0 % (0 of 1) | 2")
			.noneMatch((line) -> line.startsWith(TEST + " |"));
		assertThat(this.folder.resolve("coverage/lcov.info")).content()
			.contains("SF:" + this.folder.resolve(folder + "plans.ts"), "FN:3,planOf", "FNDA:1,planOf",
					"FNDA:0,unknown", "DA:5,1", "DA:6,0", "DA:8,1", "LF:7\nLH:5\nend_of_record");
		JsonNode json = tool.run("test", "--json", "--coverage-lcov", "elsewhere/tests.info").json();
		assertThat(json.at("/coverage/0/file").asString()).isEqualTo(folder + "m2mWorkflow.ts");
		assertThat(json.at("/coverage/0/lines/executed").asInt()).isEqualTo(4);
		assertThat(this.folder.resolve("elsewhere/tests.info")).content().contains("SF:");
		assertThat(tool.run("test", "--coverage", "--watch").code()).isEqualTo(2);
		assertThat(tool.run("test").out()).doesNotContain("coverage");
	}

	@Test
	void testsThatASaveMayConcernRunAgain() throws Exception {
		String other = "kindeSrc/environment/workflows/other.test.ts";
		Author.write(this.folder, other, """
				import { expect, test } from "@claimflow/test";
				test("of no workflow", () => { expect(1).toBe(1); });
				""");
		Tool tool = new Tool(this.folder);
		Thread watch = new Thread(() -> tool.run("test", "--watch"));
		watch.start();
		try {
			await().atMost(PATIENCE).until(() -> tool.outSoFar().contains("3 passed"));
			tests("free");
			await().atMost(PATIENCE).until(() -> tool.outSoFar().contains("2 passed, 1 failed"));
			Author.project(this.folder, "let = 1;");
			await().atMost(PATIENCE).until(() -> tool.errSoFar().contains("The project has 1 problem"));
			Author.project(this.folder, "m2mTokenClaims<any>().plan = 'free';");
			await().atMost(PATIENCE).until(() -> tool.outSoFar().split("3 passed", -1).length == 3);
			Author.project(this.folder, "m2mTokenClaims<any>().plan = 'pro';");
			await().atMost(PATIENCE).until(() -> tool.outSoFar().split("2 passed, 1 failed", -1).length == 3);
			assertThat(tool.outSoFar()).contains("; nothing has changed for 1 of them");
			assertThat(tool.outSoFar().split("of no workflow", -1)).hasSize(2);
			Author.write(this.folder, other, """
					import { expect, test } from "@claimflow/test";
					test("of no workflow, anew", () => { expect(2).toBe(2); });
					""");
			await().atMost(PATIENCE).until(() -> tool.outSoFar().contains("of no workflow, anew"));
		}
		finally {
			watch.interrupt();
			watch.join();
		}
		assertThat(tool.outSoFar()).contains("Ctrl-C ends");
	}

}
