package io.claimflow.spring.signin;

import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationContext;

/**
 * Judges the users who answer a consent page, which they may have opened before there was
 * a workflow. The server has the consent customized once the answer is valid, and before
 * it saves anything.
 *
 * @param customizer what the application customizes, or null
 * @param judge what judges
 */
record ConsentGuard(@Nullable Consumer<OAuth2AuthorizationConsentAuthenticationContext> customizer,
		AuthorizationRequestJudge judge) implements Consumer<OAuth2AuthorizationConsentAuthenticationContext> {

	@Override
	public void accept(OAuth2AuthorizationConsentAuthenticationContext context) {
		this.judge.judge(context.getAuthentication().getPrincipal(), context.getAuthorizationRequest(),
				context.getRegisteredClient());
		if (this.customizer != null) {
			this.customizer.accept(context);
		}
	}

}
