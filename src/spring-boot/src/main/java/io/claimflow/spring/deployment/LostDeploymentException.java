package io.claimflow.spring.deployment;

import java.io.Serial;

import com.fasterxml.jackson.annotation.JsonIncludeProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

import org.springframework.security.access.AccessDeniedException;

/**
 * What began with a deployment cannot go on, as this server cannot get that deployment
 * any more: it was removed, or the database does not answer. At the login it goes to the
 * application's {@code AccessDeniedHandler}; a token request is answered with
 * {@code server_error}. A new sign-in begins with what is live.
 * <p>
 * In a session that is kept as JSON it becomes a {@code BadCredentialsException} with the
 * same message: Spring Security reads back no other exception from there.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "@class")
@JsonTypeName("org.springframework.security.authentication.BadCredentialsException")
@JsonIncludeProperties("message")
public final class LostDeploymentException extends AccessDeniedException {

	@Serial
	private static final long serialVersionUID = 1L;

	LostDeploymentException() {
		super("The sign-in cannot go on as it began. Sign in again");
	}

}
