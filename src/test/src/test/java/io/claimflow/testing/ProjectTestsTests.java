package io.claimflow.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tests of authors.
 */
class ProjectTestsTests {

	private static final String IMPORT = "import { test, it, describe, expect, workflow, event, beforeEach, afterEach, beforeAll, afterAll } from \"@claimflow/test\";\n";

	/** One engine for all: what is tested is in the test files. */
	private static final TestProject PROJECT = Samples.load(Samples.project("tokenWorkflow.ts", Samples.MACHINE_TOKEN));

	@AfterAll
	static void close() {
		PROJECT.close();
	}

	private static TestProject with(TestProject project, String... filesAndTexts) {
		List<String> all = new ArrayList<>(List.of("tokenWorkflow.ts", Samples.MACHINE_TOKEN));
		for (int i = 0; i < filesAndTexts.length; i += 2) {
			all.add(filesAndTexts[i]);
			all.add(filesAndTexts[i].contains(".test.") ? IMPORT + filesAndTexts[i + 1] : filesAndTexts[i + 1]);
		}
		return project.with(Samples.project(all.toArray(String[]::new)));
	}

	private static TestReport run(String... filesAndTexts) {
		return ProjectTests.of(with(PROJECT, filesAndTexts)).run();
	}

	private static TestFailure failure(TestReport report) {
		assertThat(report.failed()).hasSize(1);
		return report.failed().get(0).failure();
	}

	private static List<String> names(List<? extends TestResult> results) {
		return results.stream().map((result) -> result.test().name()).toList();
	}

	private static String problems(TestReport report) {
		return report.failed()
			.stream()
			.map((failed) -> failed.test().name() + ": " + failed.failure().text())
			.collect(Collectors.joining("\n"));
	}

	@Test
	void theSampleOfTheGuidePasses() {
		TestReport report = run("plan.test.ts",
				"""
						test("the plan comes from the directory", async () => {
						  const run = await workflow("machine-token").run(
						    event("m2m:token_generation", { context: { application: { clientId: "reports" } } }),
						    { env: { PLAN: "pro" }, fetch: { "GET https://crm.example/plans/reports": { json: { seats: 3 } } } });
						  expect(run).toSetClaim("plan", { name: "pro", seats: 3 });
						  expect(run.accessToken).toMatchObject({ scope: "read" });
						  expect(run).toCall("GET https://crm.example/plans/*");
						  expect(run).toLog("plan of reports");
						  expect(run).toComplete();
						  expect(run).not.toDeny();
						  expect(run.warnings).toEqual([]);
						});
						""");
		assertThat(problems(report)).isEmpty();
		assertThat(names(report.passed())).containsExactly("the plan comes from the directory");
	}

	@Test
	void aFailureHasTheDifferenceThePlaceTheClaimsAndTheLog() {
		TestFailure failure = failure(run("plan.test.ts", """

				test("the plan", async () => {
				  const run = await workflow("machine-token").run(undefined,
				    { env: { PLAN: "free" }, fetch: { "https://crm.example/*": { json: { seats: 1 } } } });
				  expect(run).toSetClaim("plan", { name: "pro", seats: 1 });
				});
				"""));
		assertThat(failure.message()).contains("to set the claim \"plan\" to {\"name\":\"pro\",\"seats\":1}",
				"but it set it to {\"name\":\"free\",\"seats\":1}");
		assertThat(failure.difference().orElseThrow()).contains("-   \"name\": \"pro\"", "+   \"name\": \"free\"");
		assertThat(failure.location().orElseThrow()).hasToString("src/environment/workflows/plan.test.ts:6:3");
		assertThat(failure.excerpt()).anyMatch((line) -> line.startsWith(">    6 |   expect(run).toSetClaim"));
		assertThat(failure.text()).contains("+ m2mToken.plan: {\"name\":\"free\",\"seats\":1}",
				"log INFO plan of test-m2m", "call GET https://crm.example/plans/test-m2m");
	}

	@Test
	void aWorkflowThatFailsShowsItsStackInTypeScript() {
		TestFailure failure = failure(run("plan.test.ts", """
				test("it completes", async () => {
				  const run = await workflow("machine-token").run(undefined,
				    { fetch: { "https://crm.example/*": { fail: "connection" } } });
				  expect(run).toFailWith("EXCEPTION", /accepts no connection/);
				  expect(run).toComplete();
				});
				"""));
		assertThat(failure.message()).contains("failed with EXCEPTION");
		assertThat(failure.text()).contains("tokenWorkflow.ts:11:", "await fetch<any>(`https://crm.example/plans");
	}

	@Test
	void aCallWithoutAStubFailsTheTestAndNamesTheLineToAdd() {
		TestFailure failure = failure(run("plan.test.ts", """
				test("it completes", async () => {
				  const run = await workflow("machine-token").run();
				  expect(run).toFailWith("EXCEPTION");
				});
				"""));
		assertThat(failure.message()).contains("add to fetch:",
				"\"GET https://crm.example/plans/test-m2m\": { json: {} },");
		assertThat(failure.location().orElseThrow()).hasToString("src/environment/workflows/plan.test.ts:3:21");
	}

	@Test
	void groupsTablesAndHooksAreThoseThatPeopleKnow() {
		TestReport report = run("all.test.ts",
				"""
						const calls: string[] = [];
						beforeAll(() => { calls.push("all"); });
						beforeEach(() => { calls.push("before"); });
						describe("outer", () => {
						  beforeEach(async () => { calls.push("inner"); });
						  afterEach(() => { calls.push("after"); });
						  it("one", () => expect(calls).toEqual(["all", "before", "inner"]));
						  it("two", () => expect(calls).toEqual(["all", "before", "inner", "after", "before", "inner"]));
						});
						test.each([[1, 2, 3], [2, 3, 5]])("%d and %d make %d", (a: number, b: number, sum: number) => expect(a + b).toBe(sum));
						describe.each([{ plan: "pro" }, { plan: "free" }])("of $plan", ({ plan }: any) => { test("has", () => expect(plan).toBeTruthy()); });
						test.skip("later", () => { throw new Error(); });
						test.todo("some day");
						test("asynchronous ones", async () => {
						  await expect(Promise.reject(new Error("no"))).rejects.toThrow("no");
						  await expect(Promise.resolve(1)).resolves.toBe(1);
						  expect({ a: [1, { b: 2 }] }).toMatchObject({ a: [1, expect.objectContaining({ b: expect.any(Number) })] });
						});
						""");
		assertThat(problems(report)).isEmpty();
		assertThat(names(report.passed())).containsExactly("outer › one", "outer › two", "1 and 2 make 3",
				"2 and 3 make 5", "of pro › has", "of free › has", "asynchronous ones");
		assertThat(names(report.skipped())).containsExactly("later", "some day");
	}

	@Test
	void onlyRunsWhatSaysSoAndAFilterTheRest() {
		TestReport report = run("only.test.ts", "test('a', () => {}); test.only('b', () => {});");
		assertThat(names(report.passed())).containsExactly("b");
		assertThat(names(report.skipped())).containsExactly("a");
		List<String> heard = Collections.synchronizedList(new ArrayList<>());
		TestReport filtered = ProjectTests
			.of(with(PROJECT, "x.test.ts", "test('a', () => {}); test('ab', () => {}); test('c', () => {});"))
			.run((test) -> test.name().contains("a"), new TestListener() {

				@Override
				public void began(String file) {
					heard.add(file);
				}

				@Override
				public void ended(TestResult result) {
					heard.add(result.test().name());
				}

			});
		assertThat(filtered.results()).hasSize(2);
		assertThat(heard).containsExactly("src/environment/workflows/x.test.ts", "a", "ab");
	}

	@Test
	void filesForWhichNothingHasChangedDoNotRunAgain() {
		TestHistory history = new TestHistory();
		String one = "test('one', async () => { expect(await workflow('machine-token').run(undefined, { fetch: { '*': { json: {} } } })).toComplete(); });";
		assertThat(ran(history, "a.test.ts", one, "b.test.ts", "test('two', () => {});")).containsExactly("a", "b");
		assertThat(ran(history, "a.test.ts", one, "b.test.ts", "test('two', () => {});")).isEmpty();
		assertThat(ran(history, "a.test.ts", one, "b.test.ts", "test('two', () => { expect(1).toBe(2); });"))
			.containsExactly("b");
		assertThat(ran(history, "a.test.ts", one, "b.test.ts", "test('two', () => { expect(1).toBe(2); });"))
			.as("what has failed")
			.containsExactly("b");
		assertThat(ran(history, "a.test.ts", one + " // said", "b.test.ts", "import './c'; test('two', () => {});",
				"c.ts", "export const c = 1;"))
			.containsExactly("a", "b");
		assertThat(ran(history, "a.test.ts", one + " // said", "b.test.ts", "import './c'; test('two', () => {});",
				"c.ts", "export const c = 2;"))
			.containsExactly("b");
	}

	private static List<String> ran(TestHistory history, String... filesAndTexts) {
		List<String> ran = Collections.synchronizedList(new ArrayList<>());
		List<String> all = Collections.synchronizedList(new ArrayList<>());
		TestReport report = ProjectTests.of(with(PROJECT, filesAndTexts))
			.history(history)
			.run((test) -> true, new TestListener() {

				@Override
				public void finished(String file, List<TestResult> results) {
					ran.add(file.replaceAll(".*/|\\.test\\.ts", ""));
					all.addAll(names(results));
				}

				@Override
				public void unchanged(String file, List<TestResult> results) {
					all.addAll(names(results));
				}

			});
		assertThat(names(report.results())).containsExactlyInAnyOrderElementsOf(all).hasSize(2);
		return ran.stream().sorted().toList();
	}

	@Test
	void aTestThatDoesNotEndFailsAloneAndSaysWhere() {
		TestReport report = ProjectTests
			.of(with(PROJECT, "x.test.ts",
					"""
							test("loops", () => { while (true) {} }, 500);
							test("never settles", () => new Promise(() => {}));
							test("allocates", () => { const all: any[] = []; while (true) all.push(new Uint8Array(4_000_000)); });
							test("waits", () => new Promise((resolve) => setTimeout(resolve, 60_000)), 300);
							test("throws", () => { throw "a text"; });
							test("forgets to wait", () => { workflow("machine-token").run(undefined, { fetch: { "*": { json: {} } } }); });
							test("passes", () => {});
							"""))
			.timeout(Duration.ofSeconds(20))
			.run();
		assertThat(names(report.passed())).containsExactly("passes");
		assertThat(report.failed()).map((failed) -> failed.test().name() + ": " + failed.failure().message())
			.satisfiesExactly(
					(loops) -> assertThat(loops)
						.matches("loops: It (was still running after|computed for more than) 500 ms"),
					(never) -> assertThat(never).contains("awaits a promise that nothing will ever settle"),
					(allocates) -> assertThat(allocates).contains("more memory"),
					(waits) -> assertThat(waits).contains("still running after 300 ms"),
					(thrown) -> assertThat(thrown).isEqualTo("throws: a text"),
					(forgets) -> assertThat(forgets).contains("await workflow"));
		assertThat(report.failed().get(0).failure().location().orElseThrow().line()).isEqualTo(2);
	}

	@Test
	void aFileThatCannotBeLoadedIsAFailureOfItsOwn() {
		TestReport report = run("syntax.test.ts", "test('a', () => {", "throws.test.ts", "throw new Error('top');",
				"name.test.ts", "import { tset } from '@claimflow/test'; tset();", "empty.test.ts", "", "good.test.ts",
				"test('a', () => {});");
		assertThat(names(report.passed())).containsExactly("a");
		assertThat(report.failed())
			.map((failed) -> failed.test().file().replaceFirst(".*/", "") + ": " + failed.failure().text())
			.satisfiesExactlyInAnyOrder(
					(syntax) -> assertThat(syntax).startsWith("syntax.test.ts: ").contains("Syntax error"),
					(thrown) -> assertThat(thrown).startsWith("throws.test.ts: Error: top")
						.contains("throws.test.ts:2:"),
					(name) -> assertThat(name).contains("does not export 'tset'"),
					(empty) -> assertThat(empty).startsWith("empty.test.ts: The file has no test"));
	}

	@Test
	void filesTestsAndWorkflowsLeaveNothingToEachOther() {
		TestReport report = run("a.test.ts",
				"""
						test("changes what is built in", async () => {
						  (Array.prototype as any).evil = 1; (globalThis as any).shared = 1; JSON.parse = () => 1;
						  const run = await workflow("machine-token").run(undefined, { fetch: { "*": { json: { seats: 1 } } } });
						  expect(run).toSetClaim("plan");
						});
						""",
				"b.test.ts", """
						test("sees nothing of it", () => {
						  expect((Array.prototype as any).evil).toBeUndefined();
						  expect((globalThis as any).shared).toBeUndefined();
						  expect((globalThis as any).claimflowHost).toBeUndefined();
						  expect(JSON.parse("2")).toBe(2);
						});
						""");
		assertThat(names(report.passed())).as(problems(report)).contains("sees nothing of it");
	}

	@Test
	void aStubCanBeAFunctionOfTheTestAndTimeIsFixed() {
		TestReport report = run("x.test.ts",
				"""
						test("asks", async () => {
						  const asked: any[] = [];
						  const run = await workflow("machine-token").run(event("m2m:token_generation", { "context.application.clientId": "x" }), {
						    now: "2026-01-02T03:04:05Z",
						    fetch: { "GET https://crm.example/*": async (request: any) => { asked.push(request.url); return { json: { seats: asked.length } }; } },
						  });
						  expect(run).toSetClaim("plan", { name: undefined, seats: 1 });
						  expect(asked).toEqual(["https://crm.example/plans/x"]);
						  expect(run.accessToken.iat).toBe(Date.parse("2026-01-02T03:04:05Z") / 1000);
						});
						test("a function that throws fails the test", async () => {
						  await workflow("machine-token").run(undefined, { fetch: { "*": () => { throw new Error("mine"); } } });
						});
						""");
		assertThat(names(report.passed())).containsExactly("asks");
		assertThat(failure(report).message()).isEqualTo("mine");
	}

	@Test
	void matchersRefuseWhatTheyCannotMean() {
		TestReport report = run("x.test.ts",
				"""
						test("a promise", () => { expect(workflow("machine-token").run(undefined, { fetch: { "*": { json: {} } } })).toComplete(); });
						test("a kind", async () => {
						  expect(await workflow("machine-token").run(undefined, { fetch: { "*": { json: {} } } })).toFailWith("NOTHING" as any);
						});
						test("a workflow", () => workflow("nobody").run());
						test("an option", () => workflow("machine-token").run(undefined, { fetsch: {} } as any));
						test("a trigger", () => event("user:nothing" as any));
						""");
		assertThat(report.failed()).map((failed) -> failed.failure().message())
			.satisfiesExactly((promise) -> assertThat(promise).contains("await it"),
					(kind) -> assertThat(kind).contains("DEADLINE").contains("NOTHING"),
					(workflow) -> assertThat(workflow).contains("the project has machine-token"),
					(option) -> assertThat(option).contains("not \"fetsch\""),
					(trigger) -> assertThat(trigger).contains("There is no trigger"));
	}

	@Test
	void aProjectWithoutTestsHasAnEmptyReport() {
		Project project = PROJECT.project();
		assertThat(ProjectTests.of(PROJECT.with(project)).run().results()).isEmpty();
	}

}
