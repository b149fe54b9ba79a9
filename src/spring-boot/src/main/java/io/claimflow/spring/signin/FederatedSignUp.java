package io.claimflow.spring.signin;

import java.util.function.Supplier;

import io.claimflow.spring.registration.FederatedUser;
import io.claimflow.spring.request.PendingRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.core.Authentication;

/**
 * Has somebody for whom an identity provider vouches signed up before they sign in, once
 * per request.
 *
 * @param signUps what decides
 * @param events describes the sign-in
 */
record FederatedSignUp(FederatedSignUps signUps, SignInEventFactory events) {

	private static final String ATTRIBUTE = FederatedSignUp.class.getName();

	void admit(Authentication authentication, HttpServletRequest request, Supplier<PendingRequest> pending) {
		if (authentication.getName().equals(request.getAttribute(ATTRIBUTE))) {
			return;
		}
		IdentityProvider.of(authentication).ifPresent((provider) -> {
			FederatedUser user = new FederatedUser(provider.registrationId(), provider.email(), authentication);
			if (this.signUps.admit(user, () -> this.events.create(authentication, pending.get(), request))) {
				request.setAttribute(SignInEventDetails.NEW_USER_RECORD, true);
			}
			request.setAttribute(ATTRIBUTE, authentication.getName());
		});
	}

}
