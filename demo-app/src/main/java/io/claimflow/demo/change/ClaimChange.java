package io.claimflow.demo.change;

/**
 * What a workflow did to a claim.
 */
public enum ClaimChange {

	/** The claim was not there before. */
	ADDED,

	/** The claim had another value before. */
	CHANGED,

	/** The claim is gone. */
	REMOVED

}
