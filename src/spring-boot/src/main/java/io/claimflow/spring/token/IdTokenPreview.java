package io.claimflow.spring.token;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import io.claimflow.TokenType;
import io.claimflow.claims.ClaimPolicy;
import io.claimflow.claims.JsonEquality;
import io.claimflow.spring.authorization.JavaClaims;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * The ID token of a request before it is made. The server makes the ID token after the
 * access token, and one run shapes both: so the run is shown the ID token as Spring's
 * generator and the application's own customizer make it for a stand-in of the access
 * token. That customizer is therefore called twice for an ID token.
 */
final class IdTokenPreview {

	private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

	/** Each token has its own, or one that hangs on the access token. */
	private static final Set<String> UNKNOWN = Set.of(JwtClaimNames.JTI, IdTokenClaimNames.AT_HASH);

	/** These depend on the moment alone. */
	private static final Set<String> TIMES = Set.of(JwtClaimNames.IAT, JwtClaimNames.EXP, JwtClaimNames.NBF);

	private final @Nullable OAuth2TokenCustomizer<JwtEncodingContext> application;

	private final OAuth2TokenContext accessToken;

	private final Map<String, Object> accessTokenClaims;

	private final Supplier<Optional<SessionInformation>> session;

	private final Map<String, Object> claims;

	/**
	 * Makes a preview.
	 * @param application the application's own customizer of JWTs, if it has one
	 * @param accessToken the access token that is about to be issued
	 * @param accessTokenClaims its claims so far
	 * @param session looks up the session that the ID token will name, if it will name
	 * one
	 */
	IdTokenPreview(@Nullable OAuth2TokenCustomizer<JwtEncodingContext> application, OAuth2TokenContext accessToken,
			Map<String, Object> accessTokenClaims, Supplier<Optional<SessionInformation>> session) {
		this.application = application;
		this.accessToken = accessToken;
		this.accessTokenClaims = new LinkedHashMap<>(accessTokenClaims);
		this.session = session;
		this.claims = make();
	}

	/**
	 * Whether an ID token follows an access token. Of a grant of the application's nobody
	 * knows, so one may follow.
	 */
	static boolean follows(OAuth2TokenContext accessToken) {
		AuthorizationGrantType grantType = accessToken.getAuthorizationGrantType();
		OAuth2Authorization authorization = accessToken.getAuthorization();
		Set<String> scopes = (authorization != null) ? authorization.getAuthorizedScopes()
				: accessToken.getAuthorizedScopes();
		return scopes.contains(OidcScopes.OPENID) && !AuthorizationGrantType.DEVICE_CODE.equals(grantType)
				&& !AuthorizationGrantType.TOKEN_EXCHANGE.equals(grantType);
	}

	/** The application's own customizer of JWTs, if it has one. */
	@Nullable OAuth2TokenCustomizer<JwtEncodingContext> application() {
		return this.application;
	}

	/** The claims that the ID token is going to have, as JSON types. */
	Map<String, Object> claims() {
		return this.claims;
	}

	/**
	 * The claims of the ID token that are not as the run was shown them, now that it is
	 * made. A claim that is another one at each call, such as a time, or one that hangs
	 * on the access token, is none of them: the run could not know it.
	 * @param made the claims of the ID token before the run has its share, as JSON types
	 * @param serverClaimsOnly whether the run was shown the server's own claims alone
	 */
	Set<String> differences(Map<String, Object> made, boolean serverClaimsOnly) {
		Map<String, Object> shown = shown(this.claims, serverClaimsOnly);
		Map<String, Object> real = shown(made, serverClaimsOnly);
		Set<String> differences = new TreeSet<>(shown.keySet());
		differences.addAll(real.keySet());
		differences.removeIf((name) -> shown.containsKey(name) && real.containsKey(name)
				&& (TIMES.contains(name) || JsonEquality.same(shown.get(name), real.get(name))));
		if (differences.stream().anyMatch((name) -> shown.containsKey(name) && real.containsKey(name))) {
			Map<String, Object> again = make();
			differences.removeIf((name) -> shown.containsKey(name) && real.containsKey(name) && again.containsKey(name)
					&& !JsonEquality.same(shown.get(name), again.get(name)));
		}
		return differences;
	}

	private static Map<String, Object> shown(Map<String, Object> claims, boolean serverClaimsOnly) {
		Map<String, Object> shown = new LinkedHashMap<>(
				serverClaimsOnly ? ClaimPolicy.serverClaims(TokenType.ID_TOKEN, claims) : claims);
		shown.keySet().removeAll(UNKNOWN);
		return shown;
	}

	private Map<String, Object> make() {
		ClaimsOnly encoder = new ClaimsOnly();
		JwtGenerator generator = new JwtGenerator(encoder);
		if (this.application != null) {
			generator.setJwtCustomizer(this.application);
		}
		generator.generate(context());
		Map<String, Object> made = JavaClaims.toJson(encoder.claims);
		made.keySet().removeAll(UNKNOWN);
		return made;
	}

	private OAuth2TokenContext context() {
		DefaultOAuth2TokenContext.Builder context = DefaultOAuth2TokenContext.builder()
			.registeredClient(this.accessToken.getRegisteredClient())
			.authorizationServerContext(this.accessToken.getAuthorizationServerContext())
			.authorizedScopes(this.accessToken.getAuthorizedScopes());
		AuthorizationGrantType grantType = this.accessToken.getAuthorizationGrantType();
		if (grantType != null) {
			context.authorizationGrantType(grantType);
		}
		Authentication principal = this.accessToken.getPrincipal();
		if (principal != null) {
			context.principal(principal);
		}
		Authentication grant = this.accessToken.getAuthorizationGrant();
		if (grant != null) {
			context.authorizationGrant(grant);
		}
		this.session.get().ifPresent((session) -> context.put(SessionInformation.class, session));
		OAuth2Authorization.Builder authorization = authorization(grantType, principal);
		accessToken(authorization);
		refreshToken(context.authorization(authorization.build()).tokenType(OAuth2TokenType.REFRESH_TOKEN).build(),
				authorization);
		return context.authorization(authorization.build()).tokenType(ID_TOKEN).build();
	}

	/** A provider of the application's may have none before there is an access token. */
	private OAuth2Authorization.Builder authorization(@Nullable AuthorizationGrantType grantType,
			@Nullable Authentication principal) {
		OAuth2Authorization present = this.accessToken.getAuthorization();
		if (present != null) {
			return OAuth2Authorization.from(present);
		}
		OAuth2Authorization.Builder authorization = OAuth2Authorization
			.withRegisteredClient(this.accessToken.getRegisteredClient())
			.principalName((principal != null) ? principal.getName() : "")
			.authorizedScopes(this.accessToken.getAuthorizedScopes());
		return (grantType != null) ? authorization.authorizationGrantType(grantType) : authorization;
	}

	private void accessToken(OAuth2Authorization.Builder authorization) {
		OAuth2TokenFormat format = this.accessToken.getRegisteredClient().getTokenSettings().getAccessTokenFormat();
		Instant issuedAt = (this.accessTokenClaims.get(JwtClaimNames.IAT) instanceof Instant time) ? time
				: Instant.now();
		Instant expiresAt = (this.accessTokenClaims.get(JwtClaimNames.EXP) instanceof Instant time) ? time
				: issuedAt.plus(this.accessToken.getRegisteredClient().getTokenSettings().getAccessTokenTimeToLive());
		Map<String, Object> claims = new LinkedHashMap<>(this.accessTokenClaims);
		claims.computeIfPresent(JwtClaimNames.JTI, (name, value) -> UUID.randomUUID().toString());
		OAuth2AccessToken standIn = new OAuth2AccessToken(
				(this.accessToken.get(OAuth2TokenContext.DPOP_PROOF_KEY) != null) ? OAuth2AccessToken.TokenType.DPOP
						: OAuth2AccessToken.TokenType.BEARER,
				OAuth2TokenFormat.SELF_CONTAINED.equals(format) ? unsigned(claims) : UUID.randomUUID().toString(),
				issuedAt, expiresAt, this.accessToken.getAuthorizedScopes());
		authorization.token(standIn, (metadata) -> {
			metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, claims);
			metadata.put(OAuth2Authorization.Token.INVALIDATED_METADATA_NAME, false);
			metadata.put(OAuth2TokenFormat.class.getName(), format.getValue());
		});
	}

	/** What can be read as a JWT, and is none: nobody has signed it. */
	private static String unsigned(Map<String, Object> claims) {
		return String.join(".",
				new JWSHeader.Builder(JWSAlgorithm.RS256).type(JOSEObjectType.JWT).build().toBase64URL().toString(),
				Base64URL.encode(JsonMapper.shared().writeValueAsBytes(JavaClaims.toJson(claims))).toString(),
				Base64URL.encode(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)).toString());
	}

	/** Where the client will have a new one. */
	private void refreshToken(OAuth2TokenContext context, OAuth2Authorization.Builder authorization) {
		RegisteredClient client = context.getRegisteredClient();
		AuthorizationGrantType grantType = context.getAuthorizationGrantType();
		boolean wanted = (AuthorizationGrantType.REFRESH_TOKEN.equals(grantType)
				&& !client.getTokenSettings().isReuseRefreshTokens())
				|| (AuthorizationGrantType.AUTHORIZATION_CODE.equals(grantType)
						&& context.getAuthorizationGrant() != null
						&& client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN));
		OAuth2RefreshToken standIn = wanted ? new OAuth2RefreshTokenGenerator().generate(context) : null;
		if (standIn != null) {
			authorization.refreshToken(standIn);
		}
	}

	/** Signs nothing, and keeps the claims. */
	private static final class ClaimsOnly implements JwtEncoder {

		private Map<String, Object> claims = Map.of();

		@Override
		public Jwt encode(JwtEncoderParameters parameters) {
			this.claims = Objects.requireNonNull(parameters.getClaims()).getClaims();
			return Jwt.withTokenValue("preview").header("alg", "none").claim("preview", true).build();
		}

	}

}
