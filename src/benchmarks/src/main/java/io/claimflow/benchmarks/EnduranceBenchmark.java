package io.claimflow.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Set;

import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.HdrHistogram.Histogram;

/**
 * Runs one workflow ten million times, one run after the other, and says for each tenth
 * what a run took and what is in the heap.
 */
public final class EnduranceBenchmark {

	private static final int PARTS = 10;

	private EnduranceBenchmark() {
	}

	/**
	 * Measures, in about twenty minutes.
	 * @param arguments optionally the runs
	 */
	public static void main(String[] arguments) {
		int runs = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10_000_000;
		System.out.printf("JDK %s%n%-12s%10s%10s%10s%10s%10s%n", Runtime.version(), "runs", "p50 µs", "p99 µs",
				"p99.9 µs", "CPU µs", "heap MB");
		try (WorkflowEngine engine = Workflows.engine(Set.of(Trigger.M2M_TOKEN_GENERATION))) {
			DeployedWorkflow workflow = Workflows.deploy(engine, "package");
			for (int part = 1; part <= PARTS; part++) {
				Histogram nanos = new Histogram(3);
				long computed = computed();
				for (int i = 0; i < runs / PARTS; i++) {
					long start = System.nanoTime();
					Workflows.run(engine, workflow, Outcome.Status.COMPLETED);
					nanos.recordValue(System.nanoTime() - start);
				}
				computed = computed() - computed;
				System.gc();
				System.out.printf("%-12d%10.1f%10.1f%10.1f%10.1f%10.1f%n", runs / PARTS * part,
						nanos.getValueAtPercentile(50) / 1e3, nanos.getValueAtPercentile(99) / 1e3,
						nanos.getValueAtPercentile(99.9) / 1e3, computed / 1e3 / (runs / PARTS),
						ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
			}
		}
		System.exit(0);
	}

	/** The processor time of this process, in nanoseconds. */
	private static long computed() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
	}

}
