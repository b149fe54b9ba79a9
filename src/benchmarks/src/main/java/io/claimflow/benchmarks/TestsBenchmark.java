package io.claimflow.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import com.sun.management.OperatingSystemMXBean;
import io.claimflow.Effect;
import io.claimflow.InvalidProjectException;
import io.claimflow.Trigger;
import io.claimflow.testing.ProjectTests;
import io.claimflow.testing.TestHistory;
import io.claimflow.testing.TestListener;
import io.claimflow.testing.TestProject;
import io.claimflow.testing.TestReport;
import io.claimflow.testing.TestResult;

/**
 * Measures the tests of authors: the time from the start of the process to the first
 * result, and that of runs after a file was saved, for 20 workflows with 10 tests each.
 */
final class TestsBenchmark {

	private static final int WORKFLOWS = 20;

	private static final int TESTS = 10;

	private TestsBenchmark() {
	}

	public static void main(String[] arguments) throws IOException, InvalidProjectException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 20;
		Path folder = Files.createTempDirectory("claimflow-tests");
		Set<Trigger> triggers = new LinkedHashSet<>();
		for (int i = 0; i < WORKFLOWS; i++) {
			triggers.add(new Trigger("bench:t" + i, Set.of(), Set.of(Effect.DenyAccess.class)));
			write(folder, i);
		}
		TestProject project = TestProject.builder().triggers(triggers).load(folder.toString());
		say("loaded", processMillis());
		AtomicBoolean first = new AtomicBoolean(true);
		report("first run:", ProjectTests.of(project).run((test) -> true, new TestListener() {

			@Override
			public void ended(TestResult result) {
				if (first.getAndSet(false)) {
					say("first result", processMillis());
				}
			}

		}));
		TestHistory history = new TestHistory();
		ProjectTests.of(project).history(history).run();
		for (int round = 0; round < rounds; round++) {
			Files.writeString(folder.resolve("t0Workflow.ts"), workflow(0) + "// saved " + round + "\n");
			long start = System.nanoTime();
			long cpu = cpuMillis();
			project = project.reload();
			ProjectTests tests = ProjectTests.of(project);
			// Every other time as with --watch, where what a save does not concern is
			// left.
			boolean all = round % 2 == 0;
			TestReport report = (all ? tests : tests.history(history)).run();
			long millis = (System.nanoTime() - start) / 1_000_000;
			report("after a save, %s: %d ms in all, %d ms of CPU time;"
				.formatted(all ? "all tests" : "those of the workflow", millis, cpuMillis() - cpu), report);
		}
		project.close();
	}

	private static void write(Path folder, int number) throws IOException {
		Files.writeString(folder.resolve("t" + number + "Workflow.ts"), workflow(number));
		StringBuilder tests = new StringBuilder("import { test, expect, workflow } from \"@claimflow/test\";\n");
		for (int i = 0; i < TESTS; i++) {
			tests.append("""
					test("case %d", async () => {
					  const run = await workflow("t%d").run(undefined, { env: { PLAN: "p%d" },
					    fetch: { "https://crm.example/*": { json: { seats: %d } } } });
					  expect(run).toComplete();
					  expect(run).toLog("seats %d p%d");
					  expect(run.calls).toHaveLength(1);
					});
					""".formatted(i, number, i, i, i, i));
		}
		Files.writeString(folder.resolve("t" + number + ".test.ts"), tests.toString());
	}

	private static String workflow(int number) {
		return """
				import { fetch } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "t%d", trigger: "bench:t%d", bindings: { "kinde.env": {}, "kinde.fetch": {}, url: {} },
				};
				export default async function () {
				  const { data } = await fetch<any>("https://crm.example/plans", { method: "GET", headers: {} });
				  console.log("seats", data.seats, kinde.env.get("PLAN")?.value);
				}
				""".formatted(number, number);
	}

	private static void report(String what, TestReport report) {
		System.out.printf("%s %d passed, %d failed in %d ms%n", what, report.passed().size(), report.failed().size(),
				report.duration().toMillis());
		report.failed().stream().limit(1).forEach((failed) -> System.out.println(failed.failure().text()));
	}

	private static void say(String what, long millis) {
		System.out.printf("%s after %d ms, %d ms of CPU time%n", what, millis, cpuMillis());
	}

	private static long processMillis() {
		return ManagementFactory.getRuntimeMXBean().getUptime();
	}

	private static long cpuMillis() {
		return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1_000_000;
	}

}
