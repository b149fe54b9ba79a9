package io.claimflow.demo.server;

import java.time.Duration;
import java.util.function.Function;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Remembers clients. Every request asks for one, some several times, and
 * {@code JdbcOAuth2AuthorizationService} does so while it holds a connection. What
 * another node changes is known here a minute later; until the new value is there, the
 * old one is answered and nobody waits.
 */
final class ClientCache implements RegisteredClientRepository {

	private static final Duration REFRESH = Duration.ofMinutes(1);

	/** Of a client that nobody has asked for. */
	private static final Duration EXPIRY = Duration.ofHours(1);

	private static final int CAPACITY = 1000;

	private final RegisteredClientRepository clients;

	private final LoadingCache<String, @Nullable RegisteredClient> byId;

	private final LoadingCache<String, @Nullable RegisteredClient> byClientId;

	ClientCache(RegisteredClientRepository clients) {
		this.clients = clients;
		Caffeine<Object, Object> cache = Caffeine.newBuilder()
			.maximumSize(CAPACITY)
			.refreshAfterWrite(REFRESH)
			.expireAfterAccess(EXPIRY);
		// A client that is not known is looked up each time: it may be added.
		this.byId = cache.build(clients::findById);
		this.byClientId = cache.build(clients::findByClientId);
	}

	@Override
	public void save(RegisteredClient client) {
		this.clients.save(client);
		this.byId.invalidate(client.getId());
		this.byClientId.invalidate(client.getClientId());
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return find(this.byId, id, this.clients::findById);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return find(this.byClientId, clientId, this.clients::findByClientId);
	}

	/**
	 * Looks a client up beside others who do. The cache would let one at a time look up
	 * the same one: while the database does not answer, they would time out one after the
	 * other.
	 */
	private static @Nullable RegisteredClient find(LoadingCache<String, @Nullable RegisteredClient> cache, String key,
			Function<String, @Nullable RegisteredClient> lookUp) {
		RegisteredClient known = cache.getIfPresent(key);
		if (known != null) {
			return known;
		}
		RegisteredClient found = lookUp.apply(key);
		if (found != null) {
			cache.put(key, found);
		}
		return found;
	}

}
