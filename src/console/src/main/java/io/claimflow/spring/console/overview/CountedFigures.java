package io.claimflow.spring.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.claimflow.Outcome;
import io.claimflow.Workflow;
import io.claimflow.spring.observation.WorkflowObservation;
import io.claimflow.spring.observation.WorkflowObservation.RunKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

/**
 * Figures of the runs of this node since its start, which its metrics have. How long runs
 * took is known in the mean alone.
 */
public final class CountedFigures implements RunFigures {

	private final MeterRegistry registry;

	/** Creates figures of metrics. */
	public CountedFigures(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public String source() {
		return "metrics";
	}

	@Override
	public List<RunFigure> since(Instant from, Collection<Workflow> workflows) {
		Map<String, Sum> sums = new TreeMap<>();
		for (Timer timer : this.registry.find(WorkflowObservation.RUN.getName()).timers()) {
			String trigger = tag(timer, RunKeys.TRIGGER);
			String workflow = tag(timer, RunKeys.WORKFLOW);
			Sum sum = sums.computeIfAbsent(trigger + "\n" + workflow, (key) -> new Sum(trigger, workflow));
			sum.runs += timer.count();
			sum.nanos += timer.totalTime(TimeUnit.NANOSECONDS);
			String status = tag(timer, RunKeys.STATUS);
			sum.failed += status.equals(Outcome.Status.FAILED.name()) ? timer.count() : 0;
			sum.denied += status.equals(Outcome.Status.DENIED.name()) ? timer.count() : 0;
		}
		return sums.values().stream().filter((sum) -> sum.runs > 0).map(Sum::figure).toList();
	}

	private static String tag(Timer timer, RunKeys key) {
		@Nullable String tag = timer.getId().getTag(key.asString());
		return (tag != null) ? tag : "";
	}

	/** What was counted of a workflow. */
	private static final class Sum {

		private final String trigger;

		private final String workflow;

		private long runs;

		private long failed;

		private long denied;

		private double nanos;

		private Sum(String trigger, String workflow) {
			this.trigger = trigger;
			this.workflow = workflow;
		}

		private RunFigure figure() {
			Duration mean = Duration.ofNanos(Math.round(this.nanos / this.runs));
			return new RunFigure(this.trigger, this.workflow, this.runs, this.failed, this.denied, mean, mean,
					List.of());
		}

	}

}
