package io.claimflow.spring.token;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * The error code of a token request to which a workflow denied access.
 */
enum DeniedError {

	/** Says what happened; RFC 6749 knows it for the authorization endpoint. */
	ACCESS_DENIED(OAuth2ErrorCodes.ACCESS_DENIED),

	/** What RFC 6749, section 5.2, has for a code or refresh token that is refused. */
	INVALID_GRANT(OAuth2ErrorCodes.INVALID_GRANT),

	/** What RFC 6749, section 5.2, has for a client that is refused. */
	UNAUTHORIZED_CLIENT(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);

	private final String code;

	DeniedError(String code) {
		this.code = code;
	}

	/** The value of {@code error}. */
	String code() {
		return this.code;
	}

}
