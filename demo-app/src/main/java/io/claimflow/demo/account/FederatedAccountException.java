package io.claimflow.demo.account;

import java.io.Serial;

import org.springframework.security.core.AuthenticationException;

/**
 * Somebody for whom another issuer vouches cannot have an account here. The message is
 * for them.
 */
public final class FederatedAccountException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	FederatedAccountException(String message) {
		super(message);
	}

}
