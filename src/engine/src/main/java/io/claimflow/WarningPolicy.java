package io.claimflow;

/**
 * The rule for warnings about a project.
 */
public enum WarningPolicy {

	/** Warnings are reported, and the project is deployed. */
	LOG,
	/**
	 * A warning of what is known to fail rejects the project:
	 * {@link Problem.Severity#FAILING}. Other warnings are reported.
	 */
	REJECT

}
