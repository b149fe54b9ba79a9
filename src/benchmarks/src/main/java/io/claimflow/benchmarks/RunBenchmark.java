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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One run, as long as the thread that asks for it waits, by kind of workflow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RunBenchmark {

	@Param({ "binding", "package", "remembered", "url", "log", "denial", "error" })
	private String kind;

	private WorkflowEngine engine;

	private DeployedWorkflow workflow;

	private Outcome.Status expected;

	@Setup
	public void deploy() {
		this.engine = Workflows.engine(Set.of(Trigger.M2M_TOKEN_GENERATION), this.kind.equals("remembered") ? 1000 : 0);
		this.workflow = Workflows.deploy(this.engine, this.kind);
		this.expected = switch (this.kind) {
			case "denial" -> Outcome.Status.DENIED;
			case "error" -> Outcome.Status.FAILED;
			default -> Outcome.Status.COMPLETED;
		};
	}

	@TearDown
	public void close() {
		this.engine.close();
	}

	@Benchmark
	public Outcome run() {
		return Workflows.run(this.engine, this.workflow, this.expected);
	}

}
