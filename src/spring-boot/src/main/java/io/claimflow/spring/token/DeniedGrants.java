package io.claimflow.spring.token;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Uses up the code or refresh token of a denied request. The server would do so only once
 * the tokens are made, and so leave a denied code good for another try; and of several
 * requests at once each would find it good, as the server reads it long before.
 * <p>
 * So a node redeems a code for one request at a time. Requests with the same refresh
 * token go on beside each other, as clients send them so; where one of them is denied,
 * the token is used up again when another one has stored what it was given.
 */
final class DeniedGrants {

	private static final Logger logger = LoggerFactory.getLogger(DeniedGrants.class);

	private static final String ATTRIBUTE = DeniedGrants.class.getName() + ".";

	private final Set<OAuth2AuthorizationService> stores = new CopyOnWriteArraySet<>();

	/** What requests are under way for, by the identifier of the authorization. */
	private final Map<String, Use> uses = new ConcurrentHashMap<>();

	/** Adds a store of authorizations: a server may have one for each chain. */
	void store(OAuth2AuthorizationService store) {
		this.stores.add(store);
	}

	/**
	 * Begins to use what a client came with. The end of the current request ends that.
	 * @param authorization what the client was authorized to, as the server has read it
	 * @param grantType how it asks for a token
	 * @throws OAuth2AuthenticationException if another request redeems the same code, or
	 * has used it up since the server read it
	 */
	void begin(OAuth2Authorization authorization, @Nullable AuthorizationGrantType grantType) {
		RequestAttributes request = RequestContextHolder.getRequestAttributes();
		String attribute = ATTRIBUTE + authorization.getId();
		if (request == null || grant(authorization, grantType) == null
				|| request.getAttribute(attribute, RequestAttributes.SCOPE_REQUEST) != null) {
			return;
		}
		boolean alone = !AuthorizationGrantType.REFRESH_TOKEN.equals(grantType);
		this.uses.compute(authorization.getId(), (id, use) -> {
			if (use != null && (alone || use.alone())) {
				throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
			}
			return (use != null) ? new Use(use.requests() + 1, false, use.denied()) : new Use(1, alone, false);
		});
		request.setAttribute(attribute, true, RequestAttributes.SCOPE_REQUEST);
		request.registerDestructionCallback(attribute, () -> end(authorization.getId(), grantType),
				RequestAttributes.SCOPE_REQUEST);
		if (isUsedUp(authorization.getId(), grantType)) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT);
		}
	}

	private void end(String id, @Nullable AuthorizationGrantType grantType) {
		try {
			Use use = this.uses.get(id);
			if (use != null && use.denied() && !isUsedUp(id, grantType)) {
				stored(id).ifPresent((authorization) -> save(authorization, grantType));
			}
		}
		catch (RuntimeException ex) {
			logger.error("The grant of a denied request could not be used up", ex);
		}
		finally {
			this.uses.computeIfPresent(id, (key, present) -> (present.requests() == 1) ? null
					: new Use(present.requests() - 1, present.alone(), present.denied()));
		}
	}

	/**
	 * Uses up what a client came with. The subject token of an exchange is no grant of
	 * its own, and stays as it is.
	 * @param authorization what the client was authorized to
	 * @param grantType how it asked for a token
	 */
	void useUp(OAuth2Authorization authorization, @Nullable AuthorizationGrantType grantType) {
		this.uses.computeIfPresent(authorization.getId(), (id, use) -> new Use(use.requests(), use.alone(), true));
		save(stored(authorization.getId()).orElse(authorization), grantType);
	}

	private void save(OAuth2Authorization authorization, @Nullable AuthorizationGrantType grantType) {
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

	private boolean isUsedUp(String id, @Nullable AuthorizationGrantType grantType) {
		return stored(id).flatMap((authorization) -> Optional.ofNullable(grant(authorization, grantType)))
			.filter(OAuth2Authorization.Token::isInvalidated)
			.isPresent();
	}

	private Optional<OAuth2Authorization> stored(String id) {
		return this.stores.stream().flatMap((store) -> Stream.ofNullable(store.findById(id))).findFirst();
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

	/**
	 * Requests that are under way for one authorization.
	 *
	 * @param requests how many
	 * @param alone whether there may be no other
	 * @param denied whether one of them was denied
	 */
	private record Use(int requests, boolean alone, boolean denied) {

	}

}
