package io.claimflow.engine;

import java.time.Duration;

/**
 * Scripts that attack while they are loaded.
 */
final class HostileLoadingTests extends HostileScripts {

	HostileLoadingTests() {
		// A loop meets them in no time; the honest workflow takes far fewer.
		super(limits().loadTime(Duration.ofSeconds(2)).statements(5_000_000), "sync");
	}

}
