package io.claimflow.testing;

/**
 * What becomes of values that tests compare with their snapshots.
 */
public enum SnapshotMode {

	/** A value without a snapshot fails its test. */
	COMPARE,

	/** A value without a snapshot becomes one. */
	ADD,

	/** Every value becomes its snapshot, and snapshots without a value are removed. */
	UPDATE

}
