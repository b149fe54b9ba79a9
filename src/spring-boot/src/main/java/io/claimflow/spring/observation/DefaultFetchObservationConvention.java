package io.claimflow.spring.observation;

import io.claimflow.fetch.FetchEnd;
import io.claimflow.spring.observation.WorkflowObservation.FetchKeys;
import io.claimflow.spring.observation.WorkflowObservation.FetchSpanKeys;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * Names a call after its method.
 */
final class DefaultFetchObservationConvention implements ObservationConvention<FetchObservationContext> {

	@Override
	public String getName() {
		return WorkflowObservation.FETCH.getName();
	}

	@Override
	public String getContextualName(FetchObservationContext context) {
		return "fetch " + context.method();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(FetchObservationContext context) {
		FetchEnd end = context.end();
		return KeyValues.of(FetchKeys.METHOD.withValue(context.method()),
				KeyNames.value(FetchKeys.STATUS, statusClass(end)),
				KeyNames.value(FetchKeys.FAILURE, (end != null) ? end.failure().orElse(null) : null));
	}

	private static @Nullable String statusClass(@Nullable FetchEnd end) {
		return (end != null && end.status().isPresent()) ? end.status().getAsInt() / 100 + "xx" : null;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(FetchObservationContext context) {
		FetchEnd end = context.end();
		return KeyValues.of(KeyNames.value(FetchSpanKeys.ORIGIN, (end != null) ? end.origin().orElse(null) : null));
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof FetchObservationContext;
	}

}
