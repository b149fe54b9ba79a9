package io.claimflow.spring.token;

import java.lang.StackWalker.Option;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

/**
 * The sessions that ID tokens name ({@code sid}). Spring's provider of the authorization
 * code grant looks the user's session up once the access token is made; here it is looked
 * up in the same way before.
 */
final class Sessions {

	private static final StackWalker STACK = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE);

	private final Set<SessionRegistry> registries = new CopyOnWriteArraySet<>();

	/** Adds a registry: a server may have one for each chain. */
	void registry(SessionRegistry registry) {
		this.registries.add(registry);
	}

	/**
	 * The session that the ID token will name which follows an access token, or empty if
	 * it will name none, or if a provider of the application's decides about that.
	 */
	Optional<SessionInformation> of(OAuth2TokenContext accessToken) {
		Authentication principal = accessToken.getPrincipal();
		if (principal == null || principal.getPrincipal() == null || this.registries.isEmpty()
				|| !AuthorizationGrantType.AUTHORIZATION_CODE.equals(accessToken.getAuthorizationGrantType())
				|| !isMadeBySpring()) {
			return Optional.empty();
		}
		return this.registries.stream()
			.flatMap((registry) -> registry.getAllSessions(principal.getPrincipal(), false).stream())
			.reduce((one, other) -> other.getLastRequest().before(one.getLastRequest()) ? one : other)
			.map((session) -> new SessionInformation(session.getPrincipal(), hash(session.getSessionId()),
					session.getLastRequest()));
	}

	private static boolean isMadeBySpring() {
		return STACK.walk((frames) -> frames.map(StackWalker.StackFrame::getDeclaringClass)
			.anyMatch(OAuth2AuthorizationCodeAuthenticationProvider.class::equals));
	}

	/** As the ID token has it: it must not tell the session's own identifier. */
	private static String hash(String sessionId) {
		try {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(
						MessageDigest.getInstance("SHA-256").digest(sessionId.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
