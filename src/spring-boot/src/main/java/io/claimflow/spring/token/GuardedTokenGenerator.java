package io.claimflow.spring.token;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Lets no token out that went past its workflow, where the application's own generator
 * decides who customizes a token.
 */
final class GuardedTokenGenerator implements OAuth2TokenGenerator<OAuth2Token> {

	private static final Logger logger = LoggerFactory.getLogger(GuardedTokenGenerator.class);

	private final OAuth2TokenGenerator<? extends OAuth2Token> delegate;

	private final TokenWorkflows workflows;

	GuardedTokenGenerator(OAuth2TokenGenerator<? extends OAuth2Token> delegate, TokenWorkflows workflows) {
		this.delegate = delegate;
		this.workflows = workflows;
	}

	OAuth2TokenGenerator<? extends OAuth2Token> delegate() {
		return this.delegate;
	}

	@Override
	public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
		Object before = this.workflows.lastShare(context);
		OAuth2Token token = this.delegate.generate(context);
		if (token != null && this.workflows.concerns(context) && this.workflows.lastShare(context) == before) {
			logger
				.error("The token generator {} made a token of type {} without its workflow, so the token was not issued."
						+ " Let the bean io.claimflow.spring.token.TokenWorkflows be injected where it is made, and add {}",
						this.delegate.getClass().getName(), context.getTokenType().getValue(), remedy(context));
			throw new OAuth2AuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR, "The token could not be issued", null));
		}
		if (token instanceof Jwt jwt) {
			this.workflows.checkSize(jwt);
		}
		return token;
	}

	private static String remedy(OAuth2TokenContext context) {
		boolean opaque = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType()) && OAuth2TokenFormat.REFERENCE
			.equals(context.getRegisteredClient().getTokenSettings().getAccessTokenFormat());
		return opaque
				? "generator.setAccessTokenCustomizer(workflows.accessTokenCustomizer(yourCustomizerOrNull, null));"
				: "generator.setJwtCustomizer(workflows.jwtCustomizer(yourCustomizerOrNull));";
	}

}
