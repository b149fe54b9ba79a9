package io.claimflow.binding;

import java.util.Set;

import io.claimflow.TokenType;
import io.claimflow.Trigger;

/**
 * {@code kinde.accessToken}, {@code kinde.idToken} or {@code kinde.m2mToken}: the claims
 * of one token. {@code getCustomClaims()} is the live object that the engine compares
 * with the claims before, once the workflow has ended;
 * {@code setCustomClaim(name, value)} writes to it, and refuses at once a value that JSON
 * cannot express.
 */
final class TokenBinding implements Binding {

	private final TokenType token;

	TokenBinding(TokenType token) {
		this.token = token;
	}

	@Override
	public String name() {
		return this.token.binding();
	}

	@Override
	public boolean suits(Trigger trigger) {
		return trigger.tokens().contains(this.token);
	}

	@Override
	public Set<String> members() {
		return Set.of("getCustomClaims", "setCustomClaim");
	}

	@Override
	public String script() {
		return "token.js";
	}

}
