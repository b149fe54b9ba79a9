package io.claimflow.spring.deployment;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

import org.springframework.security.core.AuthenticationException;

/**
 * A request asks for a preview that it does not get. In a sign-in it goes to the
 * application's {@code AuthenticationFailureHandler}; the endpoints of OAuth answer
 * {@code invalid_request}.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class InvalidPreviewException extends AuthenticationException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param reason why, for whoever sent the request
	 */
	public InvalidPreviewException(String reason) {
		super(reason);
	}

}
