package io.claimflow.engine;

import java.util.concurrent.TimeUnit;

import io.claimflow.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A fresh set of JavaScript globals, made and closed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RealmBenchmark {

	private final Sandbox sandbox = new Sandbox(Limits.defaults());

	@TearDown
	public void close() {
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

}
