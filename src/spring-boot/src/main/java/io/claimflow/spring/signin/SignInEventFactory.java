package io.claimflow.spring.signin;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import io.claimflow.Event;
import io.claimflow.spring.request.PendingRequest;
import io.claimflow.spring.support.ClientAddress;
import io.claimflow.spring.support.EventFields;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * Describes a sign-in as the event of {@code user:post_authentication}.
 */
final class SignInEventFactory {

	private static final String FACTOR = "FACTOR_";

	private final SignInEventDetails details;

	private final BiFunction<Authentication, HttpServletRequest, Optional<Map<String, Object>>> accessTokens;

	/**
	 * Creates a factory.
	 * @param accessTokens gives the claims of the access token that an identity provider
	 * issued for a user
	 */
	SignInEventFactory(SignInEventDetails details,
			BiFunction<Authentication, HttpServletRequest, Optional<Map<String, Object>>> accessTokens) {
		this.details = details;
		this.accessTokens = accessTokens;
	}

	/**
	 * The event of a sign-in.
	 * @param authentication what the user is signed in with
	 * @param pending what the sign-in is for
	 * @param existingSession whether the user was signed in before the request came
	 * @param request the request
	 */
	Event create(Authentication authentication, PendingRequest pending, boolean existingSession,
			HttpServletRequest request) {
		Map<String, Object> auth = new LinkedHashMap<>();
		auth.put("isNewUserRecordCreated", isNewUserRecordCreated(authentication, request));
		auth.put("isExistingSession", existingSession);
		return event(authentication, pending, request, auth);
	}

	/**
	 * The event of a moment that knows neither of a user record nor of a session.
	 * @param authentication what the user is signed in with
	 * @param pending what the sign-in is for
	 * @param request the request
	 */
	Event create(Authentication authentication, PendingRequest pending, HttpServletRequest request) {
		return event(authentication, pending, request, new LinkedHashMap<>());
	}

	/**
	 * The event of a later moment of a sign-in, which adds what is known only then.
	 * @param authentication what the user is signed in with
	 * @param pending what the sign-in is for
	 * @param request the request
	 */
	Event createLater(Authentication authentication, PendingRequest pending, HttpServletRequest request) {
		Event event = create(authentication, pending, request);
		String organization = this.details.organizationCode(authentication);
		if (organization == null) {
			return event;
		}
		Map<String, Object> context = new LinkedHashMap<>(event.context());
		context.put("organization", Map.of("code", organization));
		return new Event(event.request(), context);
	}

	private Event event(Authentication authentication, PendingRequest pending, HttpServletRequest request,
			Map<String, Object> auth) {
		Map<String, Object> about = new LinkedHashMap<>();
		EventFields.putIfPresent(about, "ip", ClientAddress.of(request.getRemoteAddr()));
		EventFields.putIfPresent(about, "userAgent", request.getHeader(HttpHeaders.USER_AGENT));
		about.put("authUrlParams", pending.authUrlParams());
		Optional<IdentityProvider> provider = IdentityProvider.of(authentication)
			.map((known) -> this.accessTokens.apply(authentication, request).map(known::withAccessToken).orElse(known));
		EventFields.putIfPresent(auth, "connectionId", connectionId(authentication, provider));
		provider.ifPresent((known) -> auth.put("provider", known.toJson()));
		String userId = this.details.userId(authentication);
		Map<String, Object> application = new LinkedHashMap<>();
		EventFields.putIfPresent(application, "clientId", pending.clientId());
		Map<String, Object> context = new LinkedHashMap<>();
		context.put("domains", Map.of("kindeDomain", pending.issuer()));
		context.put("auth", auth);
		context.put("user", Map.of("id", (userId != null) ? userId : authentication.getName()));
		context.put("application", application);
		return new Event(about, context);
	}

	private @Nullable String connectionId(Authentication authentication, Optional<IdentityProvider> provider) {
		String supplied = this.details.connectionId(authentication);
		if (supplied != null) {
			return supplied;
		}
		if (authentication instanceof RememberMeAuthenticationToken) {
			return "remember_me";
		}
		return provider.map(IdentityProvider::registrationId)
			.orElseGet(() -> authentication.getAuthorities()
				.stream()
				.filter(FactorGrantedAuthority.class::isInstance)
				.map(FactorGrantedAuthority.class::cast)
				.map((factor) -> factor.getAuthority().replaceFirst("^" + FACTOR, "").toLowerCase(Locale.ROOT))
				.findFirst()
				.orElse(null));
	}

	private boolean isNewUserRecordCreated(Authentication authentication, HttpServletRequest request) {
		Boolean supplied = this.details.newUserRecordCreated(authentication);
		return (supplied != null) ? supplied
				: Boolean.TRUE.equals(request.getAttribute(SignInEventDetails.NEW_USER_RECORD));
	}

}
