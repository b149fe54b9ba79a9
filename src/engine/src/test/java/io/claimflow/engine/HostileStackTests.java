package io.claimflow.engine;

import org.junit.jupiter.api.Tag;

/**
 * Scripts that fill the stack.
 */
@Tag("stack")
final class HostileStackTests extends HostileScripts {

	HostileStackTests() {
		super("stack");
	}

}
