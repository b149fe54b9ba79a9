package io.claimflow.spring.token;

import io.claimflow.Verdict;
import io.claimflow.spring.deployment.InvalidPreviewException;
import io.claimflow.spring.support.OAuth2ErrorText;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;

/**
 * The errors of the token endpoint that a run leads to (RFC 6749, section 5.2). The
 * server answers them with status 400.
 */
final class TokenRefusal {

	private final DeniedError deniedError;

	TokenRefusal(DeniedError deniedError) {
		this.deniedError = deniedError;
	}

	/**
	 * The error if the workflow denied access. The identifier finds the run in the log.
	 */
	OAuth2AuthenticationException denied(Verdict.Denied denied) {
		String reason = OAuth2ErrorText.of(denied.reason());
		return error(this.deniedError.code(), (reason.isEmpty() ? "Access was denied" : reason) + run(denied.runId()));
	}

	/** The error if the run failed. The identifier finds the reason in the log. */
	OAuth2AuthenticationException failed(String runId) {
		return error(OAuth2ErrorCodes.SERVER_ERROR, "The token could not be issued" + run(runId));
	}

	private static String run(String runId) {
		return " (run " + runId + ")";
	}

	/**
	 * The error if there was no run, as the application could not describe the grant, or
	 * the deployment is gone.
	 */
	OAuth2AuthenticationException undescribed() {
		return error(OAuth2ErrorCodes.SERVER_ERROR, "The token could not be issued");
	}

	/** The error if the client does not get the preview that it asks for. */
	OAuth2AuthenticationException preview(InvalidPreviewException ex) {
		return error(OAuth2ErrorCodes.INVALID_REQUEST, String.valueOf(ex.getMessage()));
	}

	private static OAuth2AuthenticationException error(String code, String description) {
		return new OAuth2AuthenticationException(new OAuth2Error(code, description, null));
	}

}
