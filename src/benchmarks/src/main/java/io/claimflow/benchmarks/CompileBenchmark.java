package io.claimflow.benchmarks;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A reload: from the sources to a deployment that is live, and its first run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CompileBenchmark {

	private WorkflowEngine engine;

	@Setup
	public void start() {
		this.engine = Workflows.engine(Set.of(Trigger.M2M_TOKEN_GENERATION));
	}

	@TearDown
	public void close() {
		this.engine.close();
	}

	@Benchmark
	public DeployedWorkflow deploy() {
		return Workflows.deploy(this.engine, "package");
	}

	@Benchmark
	public Outcome deployAndRun() {
		return Workflows.run(this.engine, deploy(), Outcome.Status.COMPLETED);
	}

}
