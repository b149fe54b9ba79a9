package io.claimflow.spring.signin;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

import org.springframework.security.core.AuthenticationException;

/**
 * A workflow of {@code user:post_authentication} denied a sign-in. It goes to the
 * application's {@code AuthenticationFailureHandler}; its message is the workflow's
 * reason, which is meant for the person who signs in.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class SignInDeniedException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	SignInDeniedException(String reason) {
		super(reason.isBlank() ? "Access was denied" : reason);
	}

}
