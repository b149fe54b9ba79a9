package io.claimflow;

/**
 * Whether one sign-in needs a second factor.
 */
public enum MfaPolicy {

	/** It does. */
	REQUIRED,

	/** It does not. */
	SKIP

}
