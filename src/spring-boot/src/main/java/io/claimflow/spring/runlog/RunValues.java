package io.claimflow.spring.runlog;

import java.util.Map;

import io.claimflow.TokenType;

/**
 * The values of the claims of a run, by token and name, as JSON types (see
 * {@link io.claimflow.Event}). Those whose names an operator leaves out are not there,
 * and secrets that the run knew are masked.
 *
 * @param before before the run
 * @param after after it
 */
public record RunValues(Map<TokenType, Map<String, Object>> before, Map<TokenType, Map<String, Object>> after) {

	/** Keeps the values out of logs. */
	@Override
	public String toString() {
		return "RunValues";
	}

}
