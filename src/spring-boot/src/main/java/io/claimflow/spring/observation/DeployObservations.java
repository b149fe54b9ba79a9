package io.claimflow.spring.observation;

import java.util.OptionalLong;

import io.claimflow.InvalidProjectException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes deployments.
 */
public final class DeployObservations {

	private static final DefaultDeployObservationConvention CONVENTION = new DefaultDeployObservationConvention();

	private final ObservationRegistry registry;

	public DeployObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	/** Deploys a project as the current observation. */
	public void observe(Deploy deploy) throws InvalidProjectException {
		DeployObservationContext context = new DeployObservationContext();
		Observation observation = WorkflowObservation.DEPLOY.start(null, CONVENTION, () -> context, this.registry);
		try (Observation.Scope scope = observation.openScope()) {
			deploy.deploy().ifPresentOrElse(context::live, context::unchanged);
		}
		catch (InvalidProjectException ex) {
			context.rejected(ex);
			observation.error(new ObservedFailure("REJECTED"));
			throw ex;
		}
		catch (RuntimeException ex) {
			context.error();
			observation.error(new ObservedFailure(ex.getClass().getName()));
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

	/** Reads, compiles and deploys a project. */
	@FunctionalInterface
	public interface Deploy {

		/**
		 * Does it.
		 * @return the number of the deployment, or empty if the project is the one that
		 * is live
		 * @throws InvalidProjectException if the project is rejected
		 */
		OptionalLong deploy() throws InvalidProjectException;

	}

}
