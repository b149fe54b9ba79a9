package io.claimflow.engine;

/**
 * Scripts that fill the stack.
 */
final class HostileStackTests extends HostileScripts {

	HostileStackTests() {
		super("stack");
	}

}
