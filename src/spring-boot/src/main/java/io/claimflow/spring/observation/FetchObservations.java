package io.claimflow.spring.observation;

import java.util.function.Consumer;

import io.claimflow.fetch.FetchEnd;
import io.claimflow.fetch.FetchListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes the calls of workflows to other systems, each within what is observed where it
 * begins.
 */
public final class FetchObservations implements FetchListener {

	private static final DefaultFetchObservationConvention CONVENTION = new DefaultFetchObservationConvention();

	private final ObservationRegistry registry;

	public FetchObservations(ObservationRegistry registry) {
		this.registry = registry;
	}

	@Override
	public Consumer<FetchEnd> began(String method) {
		FetchObservationContext context = new FetchObservationContext(method);
		Observation observation = WorkflowObservation.FETCH.start(null, CONVENTION, () -> context, this.registry);
		Consumer<FetchEnd> call = RunCalls.began(method);
		return (end) -> {
			call.accept(end);
			context.ended(end);
			end.failure().ifPresent((failure) -> observation.error(new ObservedFailure(failure.name())));
			observation.stop();
		};
	}

}
