package io.claimflow.spring.deployment.store;

import io.claimflow.spring.deployment.Preview;

/**
 * A preview of a deployment, and the token with which it can be asked for. Whoever has
 * the token can run the deployment within what the preview permits, so keep it out of
 * logs.
 *
 * @param preview what it permits
 * @param token the value of the parameter {@code claimflow_preview}
 */
public record StoredPreview(Preview preview, String token) {

	/** Keeps the token out of logs. */
	@Override
	public String toString() {
		return "StoredPreview[preview=" + this.preview + "]";
	}

}
