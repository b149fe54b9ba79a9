package io.claimflow.spring.authorization;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The application's store of authorizations, as the endpoints of a chain see it. Whoever
 * reads an authorization and saves it again, as a revocation does, saves numbers that
 * were read as {@code Long}: they go into the store as {@link WholeNumber}, so that they
 * can be read once more.
 */
public final class ReadableAuthorizationService implements OAuth2AuthorizationService {

	private final OAuth2AuthorizationService store;

	private final UnaryOperator<OAuth2Authorization> beforeSave;

	/**
	 * Creates a view of a store.
	 * @param store the application's, which stays what it is
	 * @param beforeSave what else is to be in an authorization that is saved
	 */
	public ReadableAuthorizationService(OAuth2AuthorizationService store,
			UnaryOperator<OAuth2Authorization> beforeSave) {
		this.store = store;
		this.beforeSave = beforeSave;
	}

	/** The application's store. */
	public OAuth2AuthorizationService store() {
		return this.store;
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		OAuth2Authorization saved = this.beforeSave.apply(authorization);
		OAuth2Authorization readable = readable(saved, saved.getToken(OAuth2AccessToken.class));
		this.store.save(readable(readable, readable.getToken(OidcIdToken.class)));
	}

	private static <T extends OAuth2Token> OAuth2Authorization readable(OAuth2Authorization authorization,
			OAuth2Authorization.@Nullable Token<T> token) {
		Map<String, Object> claims = (token != null) ? token.getClaims() : null;
		if (token == null || claims == null) {
			return authorization;
		}
		Map<String, Object> readable = new LinkedHashMap<>(claims);
		WholeNumber.replaceIn(readable);
		if (readable.entrySet().stream().allMatch((claim) -> claim.getValue() == claims.get(claim.getKey()))) {
			return authorization;
		}
		return OAuth2Authorization.from(authorization)
			.token(token.getToken(),
					(metadata) -> metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME, readable))
			.build();
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.store.remove(authorization);
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.store.findById(id);
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		return this.store.findByToken(token, tokenType);
	}

}
