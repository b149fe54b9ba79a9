package io.claimflow.spring.http;

import java.util.Map;
import java.util.Set;

/**
 * Another issuer whose tokens are taken.
 *
 * @param issuer the issuer, as the claim {@code iss} has it
 * @param audience the audience that a token has to have
 * @param claims the claims that a token has to have
 * @param scopes what a token may do
 * @param property the property that names the issuer
 */
public record TrustedIssuer(String issuer, String audience, Map<String, String> claims, Set<String> scopes,
		String property) {

	public TrustedIssuer {
		claims = Map.copyOf(claims);
		scopes = Set.copyOf(scopes);
	}

}
