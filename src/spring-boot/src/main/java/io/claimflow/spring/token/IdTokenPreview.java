package io.claimflow.spring.token;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * The claims that the ID token of a request is going to have. The server makes the ID
 * token after the access token, and one run shapes both: so the run sees the ID token as
 * the server and the application's own customizer are about to make it. That customizer
 * is therefore called twice for an ID token; only the second call leaves a trace.
 */
final class IdTokenPreview {

	private static final Logger logger = LoggerFactory.getLogger(IdTokenPreview.class);

	private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

	private final @Nullable OAuth2TokenCustomizer<JwtEncodingContext> application;

	/**
	 * Creates a preview.
	 * @param application the application's own customizer of JWTs, if it has one
	 */
	IdTokenPreview(@Nullable OAuth2TokenCustomizer<JwtEncodingContext> application) {
		this.application = application;
	}

	/**
	 * The claims of the ID token that follows an access token, or empty if none follows.
	 * @param accessToken the access token that is about to be issued
	 */
	Optional<Map<String, Object>> claims(OAuth2TokenContext accessToken) {
		if (!follows(accessToken)) {
			return Optional.empty();
		}
		JwtClaimsSet.Builder claims = defaults(accessToken);
		if (this.application != null) {
			customize(this.application, accessToken, claims);
		}
		return Optional.of(JavaClaims.toJson(claims.build().getClaims()));
	}

	/** Of a grant of the application's nobody knows, so one may follow. */
	private static boolean follows(OAuth2TokenContext accessToken) {
		AuthorizationGrantType grantType = accessToken.getAuthorizationGrantType();
		OAuth2Authorization authorization = accessToken.getAuthorization();
		Set<String> scopes = (authorization != null) ? authorization.getAuthorizedScopes()
				: accessToken.getAuthorizedScopes();
		return scopes.contains(OidcScopes.OPENID) && !AuthorizationGrantType.DEVICE_CODE.equals(grantType)
				&& !AuthorizationGrantType.TOKEN_EXCHANGE.equals(grantType);
	}

	private static JwtClaimsSet.Builder defaults(OAuth2TokenContext accessToken) {
		Authentication principal = accessToken.getPrincipal();
		String clientId = accessToken.getRegisteredClient().getClientId();
		Instant now = Instant.now();
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.subject((principal != null) ? principal.getName() : "")
			.audience(List.of(clientId))
			.issuedAt(now)
			.expiresAt(now.plus(30, ChronoUnit.MINUTES))
			.claim(IdTokenClaimNames.AZP, clientId);
		String issuer = accessToken.getAuthorizationServerContext().getIssuer();
		if (issuer != null) {
			claims.issuer(issuer);
		}
		OAuth2Authorization authorization = accessToken.getAuthorization();
		if (authorization == null) {
			return claims;
		}
		if (AuthorizationGrantType.REFRESH_TOKEN.equals(accessToken.getAuthorizationGrantType())) {
			OAuth2Authorization.Token<OidcIdToken> previous = authorization.getToken(OidcIdToken.class);
			if (previous != null) {
				keep(previous.getToken(), "sid", claims);
				keep(previous.getToken(), IdTokenClaimNames.AUTH_TIME, claims);
			}
		}
		else if (authorization
			.getAttribute(OAuth2AuthorizationRequest.class.getName()) instanceof OAuth2AuthorizationRequest request
				&& request.getAdditionalParameters().get(OidcParameterNames.NONCE) instanceof String nonce) {
			claims.claim(IdTokenClaimNames.NONCE, nonce);
		}
		return claims;
	}

	private static void keep(OidcIdToken previous, String name, JwtClaimsSet.Builder claims) {
		Object value = previous.getClaim(name);
		if (value != null) {
			claims.claim(name, value);
		}
	}

	private static void customize(OAuth2TokenCustomizer<JwtEncodingContext> application, OAuth2TokenContext accessToken,
			JwtClaimsSet.Builder claims) {
		JwsHeader.Builder header = JwsHeader
			.with(accessToken.getRegisteredClient().getTokenSettings().getIdTokenSignatureAlgorithm());
		JwtEncodingContext.Builder context = JwtEncodingContext.with(header, claims)
			.registeredClient(accessToken.getRegisteredClient())
			.authorizationServerContext(accessToken.getAuthorizationServerContext())
			.authorizedScopes(accessToken.getAuthorizedScopes())
			.tokenType(ID_TOKEN);
		AuthorizationGrantType grantType = accessToken.getAuthorizationGrantType();
		if (grantType != null) {
			context.authorizationGrantType(grantType);
		}
		Authentication principal = accessToken.getPrincipal();
		if (principal != null) {
			context.principal(principal);
		}
		Authentication grant = accessToken.getAuthorizationGrant();
		if (grant != null) {
			context.authorizationGrant(grant);
		}
		OAuth2Authorization authorization = accessToken.getAuthorization();
		if (authorization != null) {
			context.authorization(authorization);
		}
		try {
			application.customize(context.build());
		}
		catch (RuntimeException ex) {
			// The second call meets the same error, and there it has its usual effect.
			logger.debug("The application's token customizer failed on the preview of an ID token", ex);
		}
	}

}
