package io.claimflow.spring.signin;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.AuthenticationException;

/**
 * A workflow of {@code user:post_authentication} failed, and its policy is to stop. It
 * goes to the application's {@code AuthenticationFailureHandler}; its message says
 * nothing but the identifier that finds the reason in the log.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class SignInFailedException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param runId the run that failed, or null if it could not begin
	 */
	SignInFailedException(@Nullable String runId) {
		super("The sign-in could not be completed" + ((runId != null) ? " (run " + runId + ")" : ""));
	}

}
