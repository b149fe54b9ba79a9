package io.claimflow.spring.runlog;

import java.util.Locale;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Says how the run log does.
 */
final class RunLogMetrics implements MeterBinder {

	private final DroppedRuns counts;

	private final RunWriter writer;

	RunLogMetrics(DroppedRuns counts, RunWriter writer) {
		this.counts = counts;
		this.writer = writer;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("claimflow.runlog.recorded", this.counts, DroppedRuns::written)
			.description("Runs that were written to the run log")
			.register(registry);
		for (DroppedRuns.Reason reason : DroppedRuns.Reason.values()) {
			FunctionCounter.builder("claimflow.runlog.dropped", this.counts, (counts) -> counts.dropped(reason))
				.description("Runs that were not written to the run log")
				.tag("reason", reason.name().toLowerCase(Locale.ROOT))
				.register(registry);
		}
		Gauge.builder("claimflow.runlog.waiting", this.writer, RunWriter::waiting)
			.description("Runs that wait to be written to the run log")
			.register(registry);
	}

}
