package io.claimflow.engine;

/**
 * Scripts that try to get out: into other runs, the host, and the network.
 */
final class HostileEscapeTests extends HostileScripts {

	HostileEscapeTests() {
		super("across", "escape", "network");
	}

}
