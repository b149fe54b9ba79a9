package io.claimflow.spring.observation;

import io.claimflow.fetch.FetchEnd;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a call that is observed. It is none that carries a trace to the other
 * system.
 */
public final class FetchObservationContext extends Observation.Context {

	private final String method;

	private @Nullable FetchEnd end;

	FetchObservationContext(String method) {
		this.method = method;
	}

	void ended(FetchEnd end) {
		this.end = end;
	}

	/** The method, or {@code OTHER}. */
	public String method() {
		return this.method;
	}

	/** How the call ended, or null until then. */
	public @Nullable FetchEnd end() {
		return this.end;
	}

}
