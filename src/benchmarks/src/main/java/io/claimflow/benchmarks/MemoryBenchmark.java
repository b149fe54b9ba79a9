package io.claimflow.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import org.HdrHistogram.Histogram;

/**
 * What an engine keeps in the heap: with one workflow, with a hundred, and after a
 * thousand reloads. Also, how long the first run after a reload takes.
 */
public final class MemoryBenchmark {

	private static final int MANY = 100;

	/** Enough that each has run in a realm that serves many. */
	private static final int RUNS = 300;

	private MemoryBenchmark() {
	}

	/**
	 * Measures, in about two minutes.
	 * @param arguments optionally the reloads
	 */
	public static void main(String[] arguments) {
		int reloads = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 1_000;
		List<String> triggers = IntStream.range(0, MANY).mapToObj((i) -> "benchmark:t" + i).toList();
		System.out.printf("JDK %s%n%-36s%10s%n", Runtime.version(), "", "heap MB");
		try (WorkflowEngine engine = Workflows.engine(triggers.stream()
			.map((trigger) -> new Trigger(trigger, Set.of(TokenType.M2M_TOKEN), Set.of()))
			.collect(Collectors.toSet()))) {
			row("warm, without workflows", heap());
			double one = deploy(engine, triggers.subList(0, 1));
			row("one workflow", one);
			double many = deploy(engine, triggers);
			row(MANY + " workflows", many);
			row("more for " + (MANY - 1) + " more", many - one);
			reload(engine, triggers.get(0), reloads);
			row("one workflow, after " + reloads + " reloads", deploy(engine, triggers.subList(0, 1)));
		}
		System.exit(0);
	}

	private static double deploy(WorkflowEngine engine, List<String> triggers) {
		List<DeployedWorkflow> workflows = Workflows.deploy(engine, Workflows.project("package", triggers));
		for (int i = 0; i < RUNS; i++) {
			workflows.forEach((workflow) -> Workflows.run(engine, workflow, Outcome.Status.COMPLETED));
		}
		return heap();
	}

	private static void reload(WorkflowEngine engine, String trigger, int reloads) {
		Histogram first = new Histogram(3);
		Histogram second = new Histogram(3);
		for (int i = 0; i < reloads; i++) {
			DeployedWorkflow workflow = Workflows.deploy(engine, changed(trigger, i)).get(0);
			first.recordValue(nanos(engine, workflow));
			second.recordValue(nanos(engine, workflow));
		}
		System.out.printf("%-36s%10s%10s%10s%n", "", "p50 ms", "p99 ms", "max ms");
		times("first run after a reload", first);
		times("second run", second);
	}

	/** The script engine would know a source that it has seen before. */
	private static Project changed(String trigger, int reload) {
		return new Project("benchmark", Optional.empty(), List.of("changedWorkflow.ts"), Map.of("changedWorkflow.ts",
				"%sexport const reload = %d;%n".formatted(Workflows.source("package", trigger), reload)));
	}

	private static long nanos(WorkflowEngine engine, DeployedWorkflow workflow) {
		long start = System.nanoTime();
		Workflows.run(engine, workflow, Outcome.Status.COMPLETED);
		return System.nanoTime() - start;
	}

	/** What is in use after collections that find nothing more. */
	private static double heap() {
		long used = Long.MAX_VALUE;
		for (int quiet = 0; quiet < 3;) {
			System.gc();
			long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
			quiet = (now < used - 100_000) ? 0 : quiet + 1;
			used = Math.min(used, now);
		}
		return used / 1e6;
	}

	private static void row(String what, double megabytes) {
		System.out.printf("%-36s%10.1f%n", what, megabytes);
	}

	private static void times(String what, Histogram nanos) {
		System.out.printf("%-36s%10.2f%10.2f%10.2f%n", what, nanos.getValueAtPercentile(50) / 1e6,
				nanos.getValueAtPercentile(99) / 1e6, nanos.getMaxValue() / 1e6);
	}

}
