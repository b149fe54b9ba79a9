package io.claimflow.spring.signin;

import java.util.function.Predicate;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;

/**
 * Judges the users of authorization requests. The server asks whether consent is needed
 * once a request is valid and its user known, a pushed request (RFC 9126) included, and
 * before it saves anything.
 *
 * @param consentRequired what the application or Spring has answered so far
 * @param judge what judges
 */
record AuthorizationEndpointGuard(Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> consentRequired,
		AuthorizationRequestJudge judge) implements Predicate<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	@Override
	public boolean test(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		this.judge.judge(context.getAuthentication().getPrincipal(), context.getAuthorizationRequest(),
				context.getRegisteredClient());
		return this.consentRequired.test(context);
	}

}
