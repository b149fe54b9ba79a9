package io.claimflow.spring.signin;

import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import io.claimflow.spring.authorization.JavaClaims;
import io.claimflow.spring.support.SpringFields;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;

/**
 * The access tokens that identity providers have issued to this server, as far as they
 * are JWTs. The claims are not verified: they come from the provider, over TLS, as the ID
 * token does. Nobody gets the token itself.
 */
final class ProviderTokens {

	private static final Logger logger = LoggerFactory.getLogger(ProviderTokens.class);

	private final List<OAuth2AuthorizedClientRepository> repositories = new CopyOnWriteArrayList<>();

	/** Looks from now on where a filter keeps the tokens of those it signs in. */
	void keptBy(Filter login) {
		if (login instanceof OAuth2LoginAuthenticationFilter) {
			SpringFields.read(OAuth2LoginAuthenticationFilter.class, login, OAuth2AuthorizedClientRepository.class)
				.ifPresent(this.repositories::add);
		}
	}

	/** The claims of a user's access token, or empty if there is none that has claims. */
	Optional<Map<String, Object>> claims(Authentication authentication, HttpServletRequest request) {
		return (authentication instanceof OAuth2AuthenticationToken token) ? this.repositories.stream()
			.map((repository) -> find(repository, token, request))
			.flatMap(Optional::stream)
			.findFirst() : Optional.empty();
	}

	private static Optional<Map<String, Object>> find(OAuth2AuthorizedClientRepository repository,
			OAuth2AuthenticationToken token, HttpServletRequest request) {
		try {
			OAuth2AuthorizedClient client = repository.loadAuthorizedClient(token.getAuthorizedClientRegistrationId(),
					token, request);
			return (client != null) ? parsed(client.getAccessToken().getTokenValue()) : Optional.empty();
		}
		catch (RuntimeException ex) {
			logger
				.warn("The access token of the identity provider '{}' could not be loaded, so workflows do not see its"
						+ " claims: {}", token.getAuthorizedClientRegistrationId(), ex.getClass().getName());
			return Optional.empty();
		}
	}

	private static Optional<Map<String, Object>> parsed(String token) {
		try {
			return (JWTParser.parse(token) instanceof SignedJWT jwt)
					? Optional.of(JavaClaims.toJson(Objects.requireNonNull(jwt.getJWTClaimsSet()).getClaims()))
					: Optional.empty();
		}
		catch (ParseException ex) {
			return Optional.empty(); // opaque
		}
	}

}
