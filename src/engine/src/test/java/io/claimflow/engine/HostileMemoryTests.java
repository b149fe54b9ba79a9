package io.claimflow.engine;

import java.time.Duration;

/**
 * Scripts that fill the memory.
 */
final class HostileMemoryTests extends HostileScripts {

	HostileMemoryTests() {
		// Memory takes time to fill.
		super(limits().cpuTime(Duration.ofMillis(500)), "memory");
	}

}
