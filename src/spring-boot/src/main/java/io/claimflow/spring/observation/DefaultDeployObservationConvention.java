package io.claimflow.spring.observation;

import io.claimflow.spring.observation.WorkflowObservation.DeployKeys;
import io.claimflow.spring.observation.WorkflowObservation.DeploySpanKeys;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names a deployment.
 */
final class DefaultDeployObservationConvention implements ObservationConvention<DeployObservationContext> {

	@Override
	public String getName() {
		return WorkflowObservation.DEPLOY.getName();
	}

	@Override
	public String getContextualName(DeployObservationContext context) {
		return "deploy workflows";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeployObservationContext context) {
		return KeyValues.of(KeyNames.value(DeployKeys.STATUS, context.status()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeployObservationContext context) {
		return KeyValues.of(KeyNames.value(DeploySpanKeys.DEPLOYMENT, context.deployment()),
				KeyNames.value(DeploySpanKeys.PROBLEMS, context.problems()));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DeployObservationContext;
	}

}
