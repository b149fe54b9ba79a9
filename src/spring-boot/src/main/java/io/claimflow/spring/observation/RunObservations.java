package io.claimflow.spring.observation;

import java.util.function.Supplier;

import io.claimflow.Outcome;
import io.claimflow.Workflow;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes the runs of workflows.
 */
public final class RunObservations {

	private static final DefaultRunObservationConvention CONVENTION = new DefaultRunObservationConvention();

	private final ObservationRegistry registry;

	public RunObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	/**
	 * Runs a workflow as the current observation.
	 * @param workflow the workflow
	 * @param deployment the number of its deployment
	 * @param preview whether it runs as a preview of that
	 * @param run runs it and waits for it
	 */
	public Outcome observe(Workflow workflow, long deployment, boolean preview, Supplier<Outcome> run) {
		RunObservationContext context = new RunObservationContext(workflow, deployment, preview);
		Observation observation = WorkflowObservation.RUN.start(null, CONVENTION, () -> context, this.registry);
		try (Observation.Scope scope = observation.openScope()) {
			Outcome outcome = run.get();
			context.ended(outcome);
			outcome.failure().ifPresent((failure) -> observation.error(new ObservedFailure(failure.kind().name())));
			return outcome;
		}
		catch (RuntimeException ex) {
			observation.error(new ObservedFailure(ex.getClass().getName()));
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

	/**
	 * Carries the current observation over to another thread.
	 * @param work what to do there
	 * @return does the same within the observation
	 */
	public Runnable carry(Runnable work) {
		Runnable counted = RunCalls.carry(work);
		Observation current = this.registry.getCurrentObservation();
		if (current == null) {
			return counted;
		}
		return () -> {
			try (Observation.Scope scope = current.openScope()) {
				counted.run();
			}
		};
	}

}
