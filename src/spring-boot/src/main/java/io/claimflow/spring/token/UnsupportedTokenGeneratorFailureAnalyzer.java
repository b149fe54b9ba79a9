package io.claimflow.spring.token;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says which line brings workflows into tokens that would be made without them.
 */
final class UnsupportedTokenGeneratorFailureAnalyzer
		extends AbstractFailureAnalyzer<UnsupportedTokenGeneratorException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedTokenGeneratorException cause) {
		return new FailureAnalysis(
				cause.generator() + " " + cause.reason()
						+ ". The server would sign tokens that no workflow has seen, so it does not start.",
				"""
						Let the bean io.claimflow.spring.token.TokenWorkflows be injected where the tokens are made, and add
						    generator.setJwtCustomizer(workflows.jwtCustomizer(yourCustomizerOrNull));
						for JWTs and ID tokens, and
						    generator.setAccessTokenCustomizer(workflows.accessTokenCustomizer(yourCustomizerOrNull, null));
						for opaque access tokens, or call these customizers from a generator of your own.
						Build security filter chains with the HttpSecurity bean of Spring Security.
						To start without workflows, set claimflow.enabled=false.""",
				cause);
	}

}
