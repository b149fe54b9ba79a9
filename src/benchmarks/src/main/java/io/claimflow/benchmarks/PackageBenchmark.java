package io.claimflow.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.sun.management.OperatingSystemMXBean;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.InvalidProjectException;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;

/**
 * Measures what a run of a workflow costs that imports an npm package: the processor time
 * of the whole process for each run, in turns with a workflow that imports none. It
 * installs the packages in a temporary folder, or takes those of a folder.
 */
final class PackageBenchmark {

	private static final String PLAIN = "none";

	/** What each workflow imports, and what its function does with it. */
	private static final Map<String, List<String>> SAMPLES = samples();

	private static final List<String> INSTALLED = List.of("esbuild", "zod", "valibot", "yup", "dayjs", "date-fns",
			"nanoid", "uuid", "semver", "lodash-es", "js-yaml", "fast-xml-parser", "libphonenumber-js",
			"@noble/hashes");

	private PackageBenchmark() {
	}

	private static Map<String, List<String>> samples() {
		Map<String, List<String>> samples = new LinkedHashMap<>();
		samples.put(PLAIN, List.of("", "[3, 1, 2].sort().join()"));
		samples.put("zod",
				List.of("import { z } from \"zod\"; const S = z.object({ name: z.string(), n: z.number() });",
						"S.parse({ name: \"a\", n: 1 }).name"));
		samples.put("valibot",
				List.of("import * as v from \"valibot\"; const S = v.object({ name: v.string(), n: v.number() });",
						"v.parse(S, { name: \"a\", n: 1 }).name"));
		samples.put("yup",
				List.of("import * as yup from \"yup\"; const S = yup.object({ name: yup.string().required() });",
						"S.validateSync({ name: \"a\" }).name"));
		samples.put("dayjs", List.of("import dayjs from \"dayjs\";", "dayjs(\"2026-01-02\").format(\"YYYY/MM/DD\")"));
		samples.put("date-fns", List.of("import { format, parseISO } from \"date-fns\";",
				"format(parseISO(\"2026-01-02\"), \"yyyy/MM/dd\")"));
		samples.put("nanoid", List.of("import { nanoid } from \"nanoid\";", "String(nanoid().length)"));
		samples.put("uuid", List.of("import { v4 } from \"uuid\";", "String(v4().length)"));
		samples.put("semver",
				List.of("import semver from \"semver\";", "String(semver.satisfies(\"1.2.3\", \"^1.0.0\"))"));
		samples.put("lodash-es", List.of("import { groupBy } from \"lodash-es\";",
				"Object.keys(groupBy([1.2, 1.3, 2.1], Math.floor)).join()"));
		samples.put("js-yaml",
				List.of("import { load } from \"js-yaml\";", "String((load(\"a: [1, 2]\") as any).a[1])"));
		samples.put("fast-xml-parser", List.of("import { XMLParser } from \"fast-xml-parser\";",
				"String(new XMLParser().parse(\"<a><b>1</b></a>\").a.b)"));
		samples.put("libphonenumber-js/min",
				List.of("import { parsePhoneNumberFromString } from \"libphonenumber-js/min\";",
						"parsePhoneNumberFromString(\"+12133734253\")!.country!"));
		samples.put("@noble/hashes", List.of("import { sha256 } from \"@noble/hashes/sha2.js\";",
				"String(sha256(new Uint8Array([1, 2])).length)"));
		return samples;
	}

	/**
	 * Measures.
	 * @param arguments the rounds, the runs in each, a folder in which the packages are
	 * installed, or nothing, and the packages that are measured, or nothing for all
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException, InvalidProjectException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5;
		int runs = (arguments.length > 1) ? Integer.parseInt(arguments[1]) : 200;
		Path folder = (arguments.length > 2) ? Path.of(arguments[2]) : install();
		Set<String> names = new LinkedHashSet<>(List.of(PLAIN));
		names.addAll((arguments.length > 3) ? List.of(arguments).subList(3, arguments.length) : SAMPLES.keySet());
		Set<Trigger> triggers = new LinkedHashSet<>();
		names.forEach((name) -> triggers.add(trigger(name)));
		Project project = project(folder, names);
		try (WorkflowEngine shared = engine(triggers, Capacity.defaults().runsPerRealm());
				WorkflowEngine own = engine(triggers, 1);
				LoadedProject inShared = shared.load(shared.build(project));
				LoadedProject inOwn = own.load(own.build(project))) {
			Map<String, double[]> sharedCosts = new LinkedHashMap<>();
			Map<String, double[]> ownCosts = new LinkedHashMap<>();
			for (int round = -2; round < rounds; round++) {
				for (String name : names) {
					double cost = cost(shared, inShared.workflow(trigger(name)).orElseThrow(), runs);
					double ownCost = cost(own, inOwn.workflow(trigger(name)).orElseThrow(), runs);
					if (round >= 0) {
						sharedCosts.computeIfAbsent(name, (key) -> new double[rounds])[round] = cost;
						ownCosts.computeIfAbsent(name, (key) -> new double[rounds])[round] = ownCost;
					}
				}
			}
			report(sharedCosts, ownCosts);
		}
	}

	private static WorkflowEngine engine(Set<Trigger> triggers, int runsPerRealm) {
		return WorkflowEngine.builder()
			.triggers(triggers)
			.capacity(Capacity.builder().outcomeCacheSize(0).runsPerRealm(runsPerRealm).build())
			.build();
	}

	private static void report(Map<String, double[]> shared, Map<String, double[]> own) {
		double plain = median(shared.get(PLAIN));
		System.out.printf("%-22s %20s %20s %10s %10s%n", "package", "default: ms (least)", "own realm: ms (least)",
				"ratio", "own ratio");
		shared.forEach((name, costs) -> System.out.printf("%-22s %10.2f (%7.2f) %10.2f (%7.2f) %10.2f %10.2f%n", name,
				median(costs), least(costs), median(own.get(name)), least(own.get(name)), median(costs) / plain,
				median(own.get(name)) / plain));
	}

	private static double least(double[] costs) {
		return Arrays.stream(costs).min().orElseThrow();
	}

	private static double median(double[] costs) {
		return Arrays.stream(costs).sorted().toArray()[costs.length / 2];
	}

	/** The milliseconds of the processors for each run. */
	private static double cost(WorkflowEngine engine, DeployedWorkflow workflow, int runs) {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		long before = system.getProcessCpuTime();
		for (int i = 0; i < runs; i++) {
			Outcome outcome = engine.run(workflow, Workflows.EVENT, Claims.none());
			if (outcome.failure().isPresent()) {
				throw new IllegalStateException("The run ended with " + outcome);
			}
		}
		return (system.getProcessCpuTime() - before) / 1e6 / runs;
	}

	private static Trigger trigger(String name) {
		return new Trigger("bench:" + name.replaceAll("[^a-z0-9]+", "_"), Set.of(), Set.of());
	}

	private static Project project(Path folder, Set<String> names) {
		Map<String, String> files = new LinkedHashMap<>();
		for (String name : names) {
			String id = trigger(name).id().replace("bench:", "");
			files.put("workflows/" + id + "Workflow.ts", """
					%s
					export const workflowSettings = { id: "%s", trigger: "bench:%s", bindings: { url: {} } };
					export default async function () {
					  console.log(%s);
					}
					""".formatted(SAMPLES.get(name).get(0), id, id, SAMPLES.get(name).get(1)));
		}
		return new Project("benchmark", Optional.of(folder), List.copyOf(files.keySet()), files);
	}

	private static Path install() throws IOException, InterruptedException {
		Path folder = Files.createTempDirectory("claimflow-packages");
		Files.writeString(folder.resolve("package.json"), "{ \"private\": true }");
		List<String> command = new ArrayList<>(
				List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
		command.addAll(INSTALLED);
		if (new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor() != 0) {
			throw new IOException("npm could not install the packages in " + folder);
		}
		return folder;
	}

}
