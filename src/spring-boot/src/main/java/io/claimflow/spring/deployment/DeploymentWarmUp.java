package io.claimflow.spring.deployment;

import java.time.Duration;
import java.util.List;

import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WarmedUp;
import io.claimflow.engine.WorkflowEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the workflows of a deployment run for nobody before it takes requests, and says
 * what their packages cost.
 */
public final class DeploymentWarmUp {

	private static final Logger logger = LoggerFactory.getLogger(DeploymentWarmUp.class);

	private final WorkflowEngine engine;

	private final Duration time;

	private final Duration packages;

	/**
	 * Creates the warm-up.
	 * @param time the time that it takes at most; with zero, nothing runs
	 * @param packages the time that packages may take in a run without a warning
	 */
	DeploymentWarmUp(WorkflowEngine engine, Duration time, Duration packages) {
		this.engine = engine;
		this.time = time;
		this.packages = packages;
	}

	/** Warms up a project that is about to become live. */
	public void warmUp(LoadedProject project) {
		if (this.time.isZero()) {
			return;
		}
		long start = System.nanoTime();
		try {
			List<WarmedUp> warm = this.engine.warmUp(project, this.time);
			warm.forEach(this::report);
			if (warm.size() < project.workflows().size()) {
				logger.warn("There was time to warm up {} of {} workflows: the first runs of the others are slow."
						+ " Raise claimflow.warm-up-time", warm.size(), project.workflows().size());
			}
			logger.debug("The workflows are warm after {} ms: {}", (System.nanoTime() - start) / 1_000_000, warm);
		}
		catch (RuntimeException ex) {
			logger.warn("The workflows could not be warmed up: their first runs are slow", ex);
		}
	}

	private void report(WarmedUp workflow) {
		if (workflow.packages().compareTo(this.packages) > 0) {
			logger.warn(
					"The packages of the workflow '{}' are evaluated in each run, which took {} ms of a processor"
							+ " in the last run of the warm-up. Import less of them, or smaller ones"
							+ " (claimflow.package-time-warning)",
					workflow.workflow(), milliseconds(workflow.packages()));
		}
		else if (!workflow.packages().isZero()) {
			logger.info("The packages of the workflow '{}' took {} ms of a processor in the last run of the warm-up",
					workflow.workflow(), milliseconds(workflow.packages()));
		}
	}

	private static String milliseconds(Duration duration) {
		return "%.1f".formatted(duration.toNanos() / 1e6);
	}

}
