package io.claimflow.spring.mfa;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

import org.springframework.security.access.AccessDeniedException;

/**
 * A workflow of {@code user:pre_mfa} denied a sign-in. It goes to the application's
 * {@code AccessDeniedHandler}; its message is the workflow's reason, which is meant for
 * the person who signs in.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class MfaDeniedException extends AccessDeniedException {

	@Serial
	private static final long serialVersionUID = 1L;

	MfaDeniedException(String reason) {
		super(reason.isBlank() ? "Access was denied" : reason);
	}

}
