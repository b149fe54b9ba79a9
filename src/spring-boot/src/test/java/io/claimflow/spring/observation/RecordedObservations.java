package io.claimflow.spring.observation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * A bean that knows what was observed, as a tracer does.
 */
public final class RecordedObservations implements ObservationHandler<Observation.Context> {

	private final List<Span> spans = new CopyOnWriteArrayList<>();

	@Override
	public void onStop(Observation.Context context) {
		this.spans.add(new Span(context.getName(), String.valueOf(context.getContextualName()),
				map(context.getLowCardinalityKeyValues()), map(context.getHighCardinalityKeyValues()),
				Optional.ofNullable(context.getError()).map(Throwable::toString).orElse(""),
				Optional.ofNullable(context.getParentObservation())
					.map((parent) -> parent.getContextView().getName())
					.orElse("")));
	}

	private static Map<String, String> map(KeyValues keyValues) {
		Map<String, String> map = new LinkedHashMap<>();
		keyValues.forEach((keyValue) -> map.put(keyValue.getKey(), keyValue.getValue()));
		return map;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	/** Forgets what was observed so far. */
	public void clear() {
		this.spans.clear();
	}

	/** What was observed of Claimflow, in the order in which it ended. */
	public List<Span> spans() {
		return this.spans.stream().filter((span) -> span.name().startsWith("claimflow.")).toList();
	}

	/** What was observed under a name, in the order in which it ended. */
	public List<Span> spans(String name) {
		return this.spans.stream().filter((span) -> span.name().equals(name)).toList();
	}

	/**
	 * What was observed.
	 *
	 * @param name the name of the observation
	 * @param contextualName the name of its span
	 * @param low the values of low cardinality
	 * @param high the values of high cardinality
	 * @param error the error, or empty
	 * @param parent the name of the observation around it, or empty
	 */
	public record Span(String name, String contextualName, Map<String, String> low, Map<String, String> high,
			String error, String parent) {

	}

}
