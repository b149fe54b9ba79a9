package io.claimflow.spring.git;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of the repository: what one node leaves for the next one, and all of them
 * show.
 *
 * @param pulledAt when a look at it last succeeded, by the database's clock
 * @param commit the commit that was seen last
 * @param committedAt the time of the newest commit that was seen
 * @param digest the digest of its project
 * @param deployment the number of the deployment of its project
 * @param outcome what became of it
 * @param note why it is not live
 * @param problem why the repository could not be read the last time
 * @param failures how many looks have failed since the last one that succeeded
 */
record GitState(@Nullable Instant pulledAt, @Nullable String commit, @Nullable Instant committedAt,
		@Nullable String digest, @Nullable Long deployment, @Nullable Outcome outcome, @Nullable String note,
		@Nullable String problem, int failures) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/** More than a row holds only if somebody else has written it. */
	private static final int TEXT = 2000;

	static final GitState NONE = new GitState(null, null, null, null, null, null, null, null, 0);

	/** What another node left, or nothing if it cannot be read. */
	static GitState of(String json) {
		if (json.isEmpty()) {
			return NONE;
		}
		try {
			return JSON.readValue(json, GitState.class);
		}
		catch (JacksonException ex) {
			return NONE;
		}
	}

	String toJson() {
		return JSON.writeValueAsString(this);
	}

	/** The same after a look that found nothing new. */
	GitState seen(Instant at) {
		return new GitState(at, this.commit, this.committedAt, this.digest, this.deployment, this.outcome, this.note,
				null, 0);
	}

	/** The same after a look that failed. */
	GitState failed(String problem) {
		return new GitState(this.pulledAt, this.commit, this.committedAt, this.digest, this.deployment, this.outcome,
				this.note, shortened(problem), this.failures + 1);
	}

	static String shortened(String text) {
		return (text.length() <= TEXT) ? text : text.substring(0, TEXT) + "…";
	}

	/** What became of a commit. */
	enum Outcome {

		/** Its project is live, or was. */
		LIVE,
		/** It is stored, and waits for somebody. */
		STORED,
		/** It cannot be live. */
		REFUSED

	}

}
