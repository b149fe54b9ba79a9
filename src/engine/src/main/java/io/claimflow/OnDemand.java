package io.claimflow;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A secret text in the context of an {@link Event} that costs something to make. It is
 * made when the workflow reads it for the first time, on a thread of the engine's that
 * looks things up, and no run waits for it longer than its deadline.
 *
 * @param text makes the text, or is empty if there is none: the workflow then reads
 * {@code undefined}
 */
public record OnDemand(Supplier<Optional<String>> text) {

	/** Says nothing of the text. */
	@Override
	public String toString() {
		return "OnDemand";
	}

}
