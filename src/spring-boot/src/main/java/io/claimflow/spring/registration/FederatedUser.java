package io.claimflow.spring.registration;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * A user for whom an identity provider has vouched, before the sign-in is complete.
 *
 * @param registrationId the identifier of the provider's registration
 * @param email the address that the provider tells, verified or not, or null if it tells
 * none
 * @param authentication what the user is about to be signed in with; what else the
 * provider says is in there
 */
public record FederatedUser(String registrationId, @Nullable String email, Authentication authentication) {

	/** Names the provider, and keeps the user out of logs. */
	@Override
	public String toString() {
		return "FederatedUser[registrationId=" + this.registrationId + "]";
	}

}
