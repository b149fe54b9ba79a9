package io.claimflow.benchmarks;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Keeps the last authorization alone, so that a long measurement does not fill the heap.
 */
final class LastAuthorization implements OAuth2AuthorizationService {

	private final OAuth2AuthorizationService delegate;

	private final AtomicReference<OAuth2Authorization> last = new AtomicReference<>();

	LastAuthorization(OAuth2AuthorizationService delegate) {
		this.delegate = delegate;
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		this.delegate.save(authorization);
		OAuth2Authorization previous = this.last.getAndSet(authorization);
		if (previous != null) {
			this.delegate.remove(previous);
		}
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.delegate.remove(authorization);
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.delegate.findById(id);
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		return this.delegate.findByToken(token, tokenType);
	}

}
