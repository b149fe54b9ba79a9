package io.claimflow.engine.realm;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.claimflow.Limits;
import io.claimflow.Trigger;
import io.claimflow.benchmarks.Workflows;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A set of JavaScript globals, made and closed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RealmBenchmark {

	private final Sandbox sandbox = new Sandbox(Limits.defaults());

	private final WorkflowEngine engine = Workflows.engine(Set.of(Trigger.M2M_TOKEN_GENERATION));

	private final RealmSharing workflow = workflow(Workflows.load(this.engine, "package"), this.sandbox);

	private static RealmSharing workflow(LoadedProject project, Sandbox sandbox) {
		return new RealmSharing(project.workflows().get(0).workflow(),
				LinkedProgram.of(project.artifact().programs().get(0), sandbox), 1);
	}

	@TearDown
	public void close() {
		this.engine.close();
		this.sandbox.close();
	}

	/** Without anything of Claimflow's in it. */
	@Benchmark
	public void context() {
		this.sandbox.newContext().close(true);
	}

	/** With the kernel. */
	@Benchmark
	public void realm() {
		new Realm(this.sandbox).close();
	}

	/** For one run of a workflow. */
	@Benchmark
	public void fresh() {
		PooledRealm.fresh(this.sandbox, this.workflow).close();
	}

	/** For one run after another. */
	@Benchmark
	public void hardened() {
		PooledRealm.hardened(this.sandbox, this.workflow, this.workflow.profile()).close();
	}

}
