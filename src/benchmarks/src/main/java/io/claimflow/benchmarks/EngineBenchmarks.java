package io.claimflow.benchmarks;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of the engine with JMH, each in a process of its own, in about nine
 * minutes.
 */
public final class EngineBenchmarks {

	private EngineBenchmarks() {
	}

	/**
	 * Runs the benchmarks.
	 * @param arguments what JMH takes, such as a pattern of their names
	 */
	public static void main(String[] arguments) throws Exception {
		CommandLineOptions options = new CommandLineOptions(arguments);
		new Runner(new OptionsBuilder().parent(options)
			.forks(options.getForkCount().orElse(1))
			.warmupIterations(options.getWarmupIterations().orElse(5))
			.warmupTime(options.getWarmupTime().orElse(TimeValue.seconds(3)))
			.measurementIterations(options.getMeasurementIterations().orElse(5))
			.measurementTime(options.getMeasurementTime().orElse(TimeValue.seconds(2)))
			.build()).run();
	}

}
