package io.claimflow.spring.actuate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Registers every {@link WorkflowGauge}.
 */
final class WorkflowGauges implements MeterBinder {

	private final WorkflowStatus status;

	WorkflowGauges(WorkflowStatus status) {
		this.status = status;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (WorkflowGauge gauge : WorkflowGauge.values()) {
			Gauge.builder(gauge.getName(), this.status, (status) -> gauge.value(status.report()))
				.description(gauge.description())
				.register(registry);
		}
	}

}
