package io.claimflow.binding;

/**
 * Becomes a JavaScript {@code Error} in the workflow that called the host.
 */
public final class HostFunctionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what the workflow's author reads: what was found and what to do
	 */
	public HostFunctionException(String message) {
		super(message, null, false, false);
	}

}
