package io.claimflow.fetch;

import java.net.UnknownHostException;

/**
 * Thrown if a name or an address must not be connected to. It is what the HTTP client
 * expects of its resolver.
 */
final class RefusedException extends UnknownHostException {

	private static final long serialVersionUID = 1L;

	RefusedException(String message) {
		super(message);
	}

}
