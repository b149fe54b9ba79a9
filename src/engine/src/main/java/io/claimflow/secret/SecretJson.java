package io.claimflow.secret;

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON that may hold passwords, secrets or tokens.
 */
public final class SecretJson {

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build())
		.build();

	private SecretJson() {
	}

	/**
	 * A mapper that keeps no buffers: those of the shared one hold the last text that
	 * went through them, for as long as a thread lives.
	 */
	public static JsonMapper mapper() {
		return MAPPER;
	}

}
