package io.claimflow.spring.signin;

import java.io.Serial;

import org.springframework.security.core.AuthenticationException;

/**
 * A workflow of {@code user:post_authentication} denied a sign-in. It goes to the
 * application's {@code AuthenticationFailureHandler}; its message is the workflow's
 * reason, which is meant for the person who signs in.
 */
public final class SignInDeniedException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	SignInDeniedException(String reason) {
		super(reason.isBlank() ? "Access was denied" : reason);
	}

}
