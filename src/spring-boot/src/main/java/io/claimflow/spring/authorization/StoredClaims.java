package io.claimflow.spring.authorization;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;

/**
 * Finds out whether the application's stores of authorizations read back what workflows
 * put into tokens. A store that writes a claim and cannot read it gives out a token that
 * can be neither refreshed nor introspected nor revoked.
 * <p>
 * The first time that a claim has a value of some Java class, an authorization with the
 * claims, which has expired already, is saved, read and removed. A value of an unusual
 * form is tried each time.
 */
public final class StoredClaims {

	private static final Logger logger = LoggerFactory.getLogger(StoredClaims.class);

	/** Readers of JSON have limits of depth and of the length of a name. */
	private static final int USUAL_DEPTH = 16;

	private static final int USUAL_LENGTH = 256;

	private final Set<OAuth2AuthorizationService> stores = new CopyOnWriteArraySet<>();

	/** A workflow's values are of few classes. */
	private final Set<Class<?>> readable = ConcurrentHashMap.newKeySet();

	/** Adds a store of authorizations: a server may have one for each chain. */
	public void store(OAuth2AuthorizationService store) {
		if (this.stores.add(store)) {
			this.readable.clear();
		}
	}

	/**
	 * Checks the claims of a token that is about to be issued.
	 * @param client the client that asks for it
	 * @param workflow the workflow that has set the claims
	 * @param claims the claims that it has set
	 * @throws OAuth2AuthenticationException if a store would not read them back
	 */
	public void check(RegisteredClient client, String workflow, Map<String, Object> claims) {
		Set<Class<?>> classes = new HashSet<>();
		boolean usual = describe(claims, classes, 0);
		if (claims.isEmpty() || (usual && this.readable.containsAll(classes))) {
			return;
		}
		for (OAuth2AuthorizationService store : this.stores) {
			RuntimeException failure = failure(store, client, claims);
			if (failure != null) {
				List<String> names = claims.entrySet()
					.stream()
					.filter((claim) -> failure(store, client, Map.of(claim.getKey(), claim.getValue())) != null)
					.map(Map.Entry::getKey)
					.toList();
				logger
					.error("The claims {} of the workflow {} cannot be read back from the store of authorizations {} ({}),"
							+ " so the token was not issued: it could be neither refreshed nor introspected nor revoked."
							+ " Let the store's mapper read such values, or let the workflow set a text:"
							+ " docs/claims.md, section Values", names.isEmpty() ? claims.keySet() : names, workflow,
							store.getClass().getName(), failure.getClass().getName());
				throw new OAuth2AuthenticationException(
						new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR, "The token could not be issued", null));
			}
		}
		this.readable.addAll(classes);
	}

	/**
	 * Notes the classes of a value.
	 * @return whether its form is a usual one
	 */
	private static boolean describe(@Nullable Object value, Set<Class<?>> classes, int depth) {
		if (value == null) {
			return true;
		}
		boolean usual = depth <= USUAL_DEPTH;
		if (depth > 0) {
			classes.add(value.getClass());
		}
		if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> member : map.entrySet()) {
				String name = String.valueOf(member.getKey());
				usual &= !name.startsWith("@") && name.length() <= USUAL_LENGTH;
				usual &= describe(member.getValue(), classes, depth + 1);
			}
		}
		else if (value instanceof Collection<?> collection) {
			for (Object element : collection) {
				usual &= describe(element, classes, depth + 1);
			}
		}
		return usual;
	}

	/** Why a store does not read claims back, or null if it does. */
	private static @Nullable RuntimeException failure(OAuth2AuthorizationService store, RegisteredClient client,
			Map<String, Object> claims) {
		OAuth2Authorization probe = probe(client, claims);
		try {
			store.save(probe);
		}
		catch (RuntimeException ex) {
			// It will not take the token itself either, or takes no client's own tokens
			logger.debug("Whether claims can be read back could not be tried", ex);
			return null;
		}
		try {
			store.findById(probe.getId());
			return null;
		}
		catch (RuntimeException ex) {
			logger.debug("Claims cannot be read back", ex);
			return ex;
		}
		finally {
			store.remove(probe);
		}
	}

	private static OAuth2Authorization probe(RegisteredClient client, Map<String, Object> claims) {
		Instant expiresAt = Instant.now().minusSeconds(1);
		OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER,
				"claimflow-probe-" + UUID.randomUUID(), expiresAt.minusSeconds(1), expiresAt);
		return OAuth2Authorization.withRegisteredClient(client)
			.id(UUID.randomUUID().toString())
			.principalName(client.getClientId())
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.token(token, (metadata) -> {
				metadata.put(OAuth2Authorization.Token.CLAIMS_METADATA_NAME,
						Collections.unmodifiableMap(new LinkedHashMap<>(claims)));
				metadata.put(OAuth2TokenFormat.class.getName(), OAuth2TokenFormat.SELF_CONTAINED.getValue());
			})
			.build();
	}

}
