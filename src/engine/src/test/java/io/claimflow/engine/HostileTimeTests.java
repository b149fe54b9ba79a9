package io.claimflow.engine;

/**
 * Scripts that do not end.
 */
final class HostileTimeTests extends HostileScripts {

	HostileTimeTests() {
		super("time");
	}

}
