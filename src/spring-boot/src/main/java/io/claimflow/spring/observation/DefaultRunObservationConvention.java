package io.claimflow.spring.observation;

import io.claimflow.spring.observation.WorkflowObservation.RunKeys;
import io.claimflow.spring.observation.WorkflowObservation.RunSpanKeys;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names a run after its workflow.
 */
final class DefaultRunObservationConvention implements ObservationConvention<RunObservationContext> {

	@Override
	public String getName() {
		return WorkflowObservation.RUN.getName();
	}

	@Override
	public String getContextualName(RunObservationContext context) {
		return "workflow " + context.workflow().id();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(RunObservationContext context) {
		return KeyValues.of(RunKeys.WORKFLOW.withValue(context.workflow().id()),
				RunKeys.TRIGGER.withValue(context.workflow().trigger().id()),
				KeyNames.value(RunKeys.STATUS, context.status()), KeyNames.value(RunKeys.FAILURE, context.failure()),
				KeyNames.value(RunKeys.CACHED, context.cached()),
				RunKeys.DEPLOYMENT.withValue(String.valueOf(context.deployment())),
				RunKeys.PREVIEW.withValue(String.valueOf(context.preview())));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(RunObservationContext context) {
		return KeyValues.of(KeyNames.value(RunSpanKeys.RUN_ID, context.runId()));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof RunObservationContext;
	}

}
