package io.claimflow.spring.token;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;

/**
 * Uses up the code or refresh token of a denied request. The server would do so only once
 * the tokens are made, and so leave a denied code good for another try.
 */
final class DeniedGrants {

	private final Set<OAuth2AuthorizationService> stores = new CopyOnWriteArraySet<>();

	/** Adds a store of authorizations: a server may have one for each chain. */
	void store(OAuth2AuthorizationService store) {
		this.stores.add(store);
	}

	/**
	 * Uses up what a client came with. The subject token of an exchange is no grant of
	 * its own, and stays as it is.
	 * @param authorization what the client was authorized to
	 * @param grantType how it asked for a token
	 */
	void useUp(OAuth2Authorization authorization, @Nullable AuthorizationGrantType grantType) {
		OAuth2Authorization.Token<? extends OAuth2Token> grant = grant(authorization, grantType);
		if (grant != null) {
			OAuth2Authorization used = OAuth2Authorization.from(authorization)
				.invalidate((OAuth2Token) grant.getToken())
				.build();
			this.stores.stream()
				.filter((store) -> this.stores.size() == 1 || store.findById(authorization.getId()) != null)
				.forEach((store) -> store.save(used));
		}
	}

	private static OAuth2Authorization.@Nullable Token<? extends OAuth2Token> grant(OAuth2Authorization authorization,
			@Nullable AuthorizationGrantType grantType) {
		if (AuthorizationGrantType.AUTHORIZATION_CODE.equals(grantType)) {
			return authorization.getToken(OAuth2AuthorizationCode.class);
		}
		if (AuthorizationGrantType.REFRESH_TOKEN.equals(grantType)) {
			return authorization.getRefreshToken();
		}
		return AuthorizationGrantType.DEVICE_CODE.equals(grantType) ? authorization.getToken(OAuth2DeviceCode.class)
				: null;
	}

}
