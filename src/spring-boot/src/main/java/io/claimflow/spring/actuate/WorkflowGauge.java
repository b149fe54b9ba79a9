package io.claimflow.spring.actuate;

import java.util.function.ToDoubleFunction;

import io.claimflow.spring.actuate.WorkflowStatus.LiveDeployment;
import io.claimflow.spring.actuate.WorkflowStatus.Report;
import io.claimflow.spring.actuate.WorkflowStatus.State;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;

/**
 * The gauges, beside the timers of
 * {@link io.claimflow.spring.observation.WorkflowObservation}.
 */
enum WorkflowGauge implements MeterDocumentation {

	/** The number of the live deployment, 0 before the first. */
	DEPLOYMENT("claimflow.deployment.number", "Number of the live deployment", (report) -> {
		LiveDeployment live = report.deployment();
		return (live != null) ? live.number() : 0;
	}),

	/** The problems of the project as its files are now; 0 if it is live. */
	PROBLEMS("claimflow.deployment.problems", "Problems of a project that was rejected", Report::problems),

	/** The live workflows that are suspended. */
	SUSPENDED("claimflow.workflows.suspended", "Workflows that are suspended",
			(report) -> report.workflows(State.SUSPENDED).size()),

	/** The runs under way, those that cannot be stopped among them. */
	RUNNING("claimflow.runs.running", "Runs under way", (report) -> report.load().running()),

	/** The runs that wait until they may begin. */
	QUEUED("claimflow.runs.queued", "Runs that wait until they may begin", (report) -> report.load().queued()),

	/** The runs that go on although nobody waits for them any more. */
	ABANDONED("claimflow.runs.abandoned", "Runs that cannot be stopped", (report) -> report.load().abandoned()),

	/** The compilations that go on although nobody waits for them any more. */
	COMPILATIONS("claimflow.compilations.abandoned", "Compilations that cannot be stopped",
			(report) -> report.load().compilations());

	private final String name;

	private final String description;

	private final ToDoubleFunction<Report> value;

	WorkflowGauge(String name, String description, ToDoubleFunction<Report> value) {
		this.name = name;
		this.description = description;
		this.value = value;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return Meter.Type.GAUGE;
	}

	String description() {
		return this.description;
	}

	double value(Report report) {
		return this.value.applyAsDouble(report);
	}

}
