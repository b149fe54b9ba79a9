package io.claimflow.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What one stretch of load has shown.
 *
 * @param throughput the answers per second
 * @param nanos the times that requests took
 * @param cpuMicros the time that the server computed for each answer
 */
record Sample(double throughput, Histogram nanos, double cpuMicros) {

	/** The time below which that share of the requests stayed, in milliseconds. */
	double millis(double percentile) {
		return this.nanos.getValueAtPercentile(percentile) / 1e6;
	}

}
