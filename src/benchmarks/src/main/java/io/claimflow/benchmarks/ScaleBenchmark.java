package io.claimflow.benchmarks;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Runs per second of many workflows in turn, on one thread and on two.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ScaleBenchmark {

	@Param({ "1", "100", "1000" })
	private int workflows;

	/** Whether they are run each time, or remembered. */
	@Param({ "0", "1000" })
	private int outcomeCacheSize;

	private final AtomicInteger turn = new AtomicInteger();

	private WorkflowEngine engine;

	private List<DeployedWorkflow> deployed;

	@Setup
	public void deploy() {
		List<String> triggers = IntStream.range(0, this.workflows).mapToObj((i) -> "benchmark:t" + i).toList();
		this.engine = Workflows.engine(triggers.stream()
			.map((trigger) -> new Trigger(trigger, Set.of(TokenType.M2M_TOKEN), Set.of()))
			.collect(Collectors.toSet()), this.outcomeCacheSize);
		this.deployed = Workflows.deploy(this.engine, Workflows.project("binding", triggers));
	}

	@TearDown
	public void close() {
		this.engine.close();
	}

	@Benchmark
	@Threads(1)
	public Outcome oneThread() {
		return run();
	}

	@Benchmark
	@Threads(2)
	public Outcome twoThreads() {
		return run();
	}

	private Outcome run() {
		int next = Math.floorMod(this.turn.getAndIncrement(), this.deployed.size());
		return Workflows.run(this.engine, this.deployed.get(next), Outcome.Status.COMPLETED);
	}

}
