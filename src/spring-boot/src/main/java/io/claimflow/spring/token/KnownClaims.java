package io.claimflow.spring.token;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.claimflow.TokenType;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * The truth about a token that Spring leaves out of its claims: to whom it is issued, for
 * whom, and when that person signed in. A workflow may say so in the token.
 */
final class KnownClaims {

	private KnownClaims() {
	}

	/**
	 * What is true of a token, by the claim that would say so (RFC 7662, section 2.2; RFC
	 * 9068, sections 2.2 and 2.2.1).
	 * @param token the token
	 * @param context the request that it is made for
	 */
	static Map<String, Object> of(TokenType token, OAuth2TokenContext context) {
		Map<String, Object> known = new LinkedHashMap<>();
		known.put("client_id", context.getRegisteredClient().getClientId());
		Authentication principal = context.getPrincipal();
		if (token == TokenType.ACCESS_TOKEN && principal != null) {
			known.put("username", principal.getName());
			principal.getAuthorities()
				.stream()
				.filter(FactorGrantedAuthority.class::isInstance)
				.map((authority) -> ((FactorGrantedAuthority) authority).getIssuedAt())
				.max(Comparator.naturalOrder())
				.map(Instant::getEpochSecond)
				.ifPresent((time) -> known.put("auth_time", time));
		}
		return known;
	}

}
