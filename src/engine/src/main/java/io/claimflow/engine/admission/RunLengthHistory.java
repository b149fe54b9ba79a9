package io.claimflow.engine.admission;

/**
 * Whether the runs of a workflow are short. Until one has been, each may be a long one.
 */
public final class RunLengthHistory {

	private volatile boolean isShort;

	public void learn(boolean isShort) {
		if (this.isShort != isShort) {
			this.isShort = isShort;
		}
	}

	public boolean isShort() {
		return this.isShort;
	}

}
