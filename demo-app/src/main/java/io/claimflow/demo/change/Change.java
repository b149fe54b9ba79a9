package io.claimflow.demo.change;

import java.io.Serializable;

import org.jspecify.annotations.Nullable;

/**
 * What a workflow did to a claim.
 *
 * @param kind in which way the claim is another one
 * @param before the value that the server had given it, or null if there was none
 */
public record Change(ClaimChange kind, @Nullable Object before) implements Serializable {

	/** Keeps values out of logs. */
	@Override
	public String toString() {
		return "Change[kind=" + this.kind + "]";
	}

}
