package io.claimflow.engine;

import java.time.Duration;

/**
 * Scripts that fill answers and logs.
 */
final class HostileOutputTests extends HostileScripts {

	HostileOutputTests() {
		// To go through millions of characters takes time.
		super(limits().cpuTime(Duration.ofSeconds(1)), "output");
	}

}
