package io.claimflow.spring.token;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * Supplies what an event of {@code user:tokens_generation} can tell and an authorization
 * server alone does not know. A bean of this type is asked once per run; what it answers
 * with null is left out of the event. A method that throws fails the token request: with
 * the error of an {@code OAuth2AuthenticationException}, or else with
 * {@code server_error}.
 */
public interface TokenEventDetails {

	/**
	 * The identifier of the user.
	 * @param context the access or ID token that is about to be issued
	 * @return the value of {@code context.user.id}, or null for the principal's name
	 */
	default @Nullable String userId(OAuth2TokenContext context) {
		return null;
	}

	/**
	 * The identity with which the user signed in.
	 * @param context the access or ID token that is about to be issued
	 * @return the value of {@code context.user.identityId}
	 */
	default @Nullable String identityId(OAuth2TokenContext context) {
		return null;
	}

	/**
	 * The organization that the user signed in to.
	 * @param context the access or ID token that is about to be issued
	 * @return the value of {@code context.organization.code}
	 */
	default @Nullable String organizationCode(OAuth2TokenContext context) {
		return null;
	}

	/**
	 * The connection, such as an identity provider, through which the user signed in.
	 * @param context the access or ID token that is about to be issued
	 * @return the value of {@code context.auth.connectionId}
	 */
	default @Nullable String connectionId(OAuth2TokenContext context) {
		return null;
	}

	/**
	 * Whether the user was signed in before this flow began.
	 * @param context the access or ID token that is about to be issued
	 * @return the value of {@code context.auth.isExistingSession}, or null for true on
	 * refresh and false otherwise
	 */
	default @Nullable Boolean existingSession(OAuth2TokenContext context) {
		return null;
	}

}
