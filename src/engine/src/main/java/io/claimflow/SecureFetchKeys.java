package io.claimflow;

import java.util.Optional;

/**
 * The keys with which {@code kinde.secureFetch} encrypts, one for each workflow. It may
 * take time, and is called by many threads at a time.
 */
@FunctionalInterface
public interface SecureFetchKeys {

	/**
	 * The active key of a workflow.
	 * @param workflowId the {@code id} of its settings
	 * @return Base64 of 32 bytes (RFC 4648, section 4 or 5), or empty if no key is active
	 * @throws RuntimeException if that cannot be told; the message goes to the log, so it
	 * has no secret in it
	 */
	Optional<String> active(String workflowId);

}
