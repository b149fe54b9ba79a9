package io.claimflow.engine;

/**
 * Scripts that attack while they are loaded.
 */
final class HostileLoadingTests extends HostileScripts {

	HostileLoadingTests() {
		// A loop meets them in no time; the honest workflow takes far fewer.
		super(limits().statements(5_000_000), "sync");
	}

}
