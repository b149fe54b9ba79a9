package io.claimflow.spring.support;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.InternalAuthenticationServiceException;

/**
 * The application's records of users could not be asked.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class UnknownUserRecordException extends InternalAuthenticationServiceException {

	@Serial
	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param cause what the records threw
	 */
	public UnknownUserRecordException(@Nullable String message, RuntimeException cause) {
		super(message, cause);
	}

}
