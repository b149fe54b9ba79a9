package io.claimflow;

/**
 * What a failed run means for the flow it belongs to. Denied access wins over both.
 */
public enum FailurePolicy {

	/** The flow ends with an error. The default. */
	STOP,

	/** The flow goes on as if the workflow had set no claim. */
	CONTINUE

}
