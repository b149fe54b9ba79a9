package io.claimflow.engine;

/**
 * Scripts that fill the memory, and answers and logs with it.
 */
final class HostileMemoryTests extends HostileScripts {

	HostileMemoryTests() {
		super("memory", "output");
	}

}
