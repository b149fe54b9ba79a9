package io.claimflow.engine;

/**
 * Whether the runs of a workflow are short. Until one has been, each may be a long one.
 */
final class RunLengthHistory {

	private volatile boolean isShort;

	void learn(boolean isShort) {
		if (this.isShort != isShort) {
			this.isShort = isShort;
		}
	}

	boolean isShort() {
		return this.isShort;
	}

}
