package io.claimflow.spring.registration;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

import org.springframework.security.core.AuthenticationException;

/**
 * A workflow of {@code user:pre_registration} denied the sign-up of a federated user, or
 * failed and its policy is to stop. It goes to the application's
 * {@code AuthenticationFailureHandler}; its message is meant for the person who signs in:
 * the workflow's reason, or for a failure the identifier that finds it in the log.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class SignUpDeniedException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason words to the person who signs in
	 */
	public SignUpDeniedException(String reason) {
		super(reason);
	}

}
