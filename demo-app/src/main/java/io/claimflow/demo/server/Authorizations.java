package io.claimflow.demo.server;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.demo.Sha256;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps authorizations as Spring Security does, and adds what it leaves to the store. A
 * code or refresh token is redeemed once, however many requests come with it at the same
 * time. A refresh token that comes again after its successor was issued ends them all
 * (OAuth 2.1, section 4.3.1), unless the answer with the successor may have been lost
 * with the node that gave it. Each look-up is one transaction, so a client that is not
 * cached is read with the connection that is held already.
 */
final class Authorizations extends JdbcOAuth2AuthorizationService {

	private static final Logger logger = LoggerFactory.getLogger(Authorizations.class);

	/** The number of changes of a row when it was read. */
	private static final String VERSION = Authorizations.class.getName() + ".version";

	/** What a token of which nothing is known can be, the most frequent first. */
	private static final List<OAuth2TokenType> TYPES = Stream
		.of(OAuth2ParameterNames.ACCESS_TOKEN, OAuth2ParameterNames.REFRESH_TOKEN, OidcParameterNames.ID_TOKEN,
				OAuth2ParameterNames.CODE, OAuth2ParameterNames.STATE, OAuth2ParameterNames.USER_CODE,
				OAuth2ParameterNames.DEVICE_CODE)
		.map(OAuth2TokenType::new)
		.toList();

	private final JdbcClient jdbc;

	private final TransactionOperations transaction;

	private final Duration retry;

	/**
	 * Creates the store.
	 * @param retry how long a client may come again with a refresh token whose successor
	 * nobody has used: it has not received that one, if it tells the truth
	 */
	Authorizations(JdbcOperations operations, RegisteredClientRepository clients, TransactionOperations transaction,
			Duration retry) {
		super(operations, clients);
		this.jdbc = JdbcClient.create(operations);
		this.transaction = transaction;
		this.retry = retry;
	}

	/**
	 * Saves an authorization.
	 * @throws OAuth2AuthenticationException if another request has changed it since this
	 * one read it: both came with the same code or refresh token
	 */
	@Override
	public void save(OAuth2Authorization authorization) {
		boolean saved = Objects.requireNonNull(this.transaction.execute((status) -> saveIfUnchanged(authorization)));
		if (!saved) {
			logger.warn("Two requests have redeemed the same grant of client {}; its tokens are revoked",
					authorization.getRegisteredClientId());
			remove(authorization);
			throw new OAuth2AuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.INVALID_GRANT, "Another request has redeemed this grant.", null));
		}
	}

	private boolean saveIfUnchanged(OAuth2Authorization authorization) {
		Integer read = authorization.getAttribute(VERSION);
		Optional<Row> row = this.jdbc
			.sql("select version, refresh_token_value from oauth2_authorization where id = ? for update")
			.param(authorization.getId())
			.query(Row.class)
			.optional();
		if (read != null && (row.isEmpty() || row.get().version() != read)) {
			return false;
		}
		super.save(
				OAuth2Authorization.from(authorization).attributes((attributes) -> attributes.remove(VERSION)).build());
		row.ifPresent((before) -> {
			this.jdbc.sql("update oauth2_authorization set version = version + 1 where id = ?")
				.param(authorization.getId())
				.update();
			rememberRotated(authorization, before.refreshTokenValue());
		});
		return true;
	}

	/** Remembers a refresh token that has a successor, as a hash. */
	private void rememberRotated(OAuth2Authorization authorization, @Nullable String before) {
		OAuth2Authorization.Token<OAuth2RefreshToken> now = authorization.getRefreshToken();
		if (before != null && now != null && !before.equals(now.getToken().getTokenValue())) {
			this.jdbc
				.sql("insert into rotated_refresh_token (token_hash, authorization_id, successor_hash)"
						+ " values (?, ?, ?)")
				.params(Sha256.of(before), authorization.getId(), Sha256.of(now.getToken().getTokenValue()))
				.update();
		}
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.transaction.execute((status) -> withVersion(super.findById(id)));
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		return this.transaction.execute((status) -> {
			OAuth2Authorization found = (tokenType != null) ? super.findByToken(token, tokenType) : findByToken(token);
			if (found == null && tokenType != null && OAuth2TokenType.REFRESH_TOKEN.equals(tokenType)) {
				found = retried(token);
				if (found == null) {
					revokeFamilyOf(token);
				}
			}
			return withVersion(found);
		});
	}

	/**
	 * Looks in one column after the other: a condition that names all of them makes H2
	 * read the whole table.
	 */
	private @Nullable OAuth2Authorization findByToken(String token) {
		for (OAuth2TokenType type : TYPES) {
			OAuth2Authorization found = super.findByToken(token, type);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

	private @Nullable OAuth2Authorization withVersion(@Nullable OAuth2Authorization authorization) {
		return (authorization == null) ? null
				: this.jdbc.sql("select version from oauth2_authorization where id = ?")
					.param(authorization.getId())
					.query(Integer.class)
					.optional()
					.map((version) -> OAuth2Authorization.from(authorization).attribute(VERSION, version).build())
					.orElse(null);
	}

	/** The authorization of a token whose successor has not been used, for a while. */
	private @Nullable OAuth2Authorization retried(String refreshToken) {
		if (this.retry.isZero()) {
			return null;
		}
		Rotation rotation = this.jdbc
			.sql("select authorization_id, successor_hash, rotated_at, current_timestamp as looked_at"
					+ " from rotated_refresh_token where token_hash = ?")
			.param(Sha256.of(refreshToken))
			.query(Rotation.class)
			.optional()
			.filter((known) -> known.rotatedAt().plus(this.retry).isAfter(known.lookedAt()))
			.orElse(null);
		if (rotation == null) {
			return null;
		}
		OAuth2Authorization found = super.findById(rotation.authorizationId());
		OAuth2Authorization.Token<OAuth2RefreshToken> current = (found != null) ? found.getRefreshToken() : null;
		return (current != null && Sha256.of(current.getToken().getTokenValue()).equals(rotation.successorHash()))
				? found : null;
	}

	/** Either the client or a thief has the newer token, and nobody knows which. */
	private void revokeFamilyOf(String refreshToken) {
		int revoked = this.jdbc
			.sql("delete from oauth2_authorization where id in"
					+ " (select authorization_id from rotated_refresh_token where token_hash = ?)")
			.param(Sha256.of(refreshToken))
			.update();
		if (revoked > 0) {
			logger.warn("A refresh token was used again after its successor was issued; all of its tokens are revoked");
		}
	}

	/** When a refresh token got its successor, on the database's clock. */
	record Rotation(String authorizationId, @Nullable String successorHash, OffsetDateTime rotatedAt,
			OffsetDateTime lookedAt) {
	}

	record Row(int version, @Nullable String refreshTokenValue) {

		@Override
		public String toString() {
			return "Row";
		}

	}

}
