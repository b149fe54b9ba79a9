package io.claimflow.spring.mfa;

import java.io.Serial;

import org.springframework.security.access.AccessDeniedException;

/**
 * A workflow of {@code user:pre_mfa} denied a sign-in. It goes to the application's
 * {@code AccessDeniedHandler}; its message is the workflow's reason, which is meant for
 * the person who signs in.
 */
public final class MfaDeniedException extends AccessDeniedException {

	@Serial
	private static final long serialVersionUID = 1L;

	MfaDeniedException(String reason) {
		super(reason.isBlank() ? "Access was denied" : reason);
	}

}
