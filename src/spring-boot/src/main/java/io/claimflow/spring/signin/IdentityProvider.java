package io.claimflow.spring.signin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.claimflow.spring.authorization.JavaClaims;
import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.client.web.OAuth2LoginAuthenticationFilter;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticatedPrincipal;
import org.springframework.security.saml2.provider.service.authentication.Saml2Authentication;
import org.springframework.security.saml2.provider.service.web.authentication.Saml2WebSsoAuthenticationFilter;
import org.springframework.util.ClassUtils;

/**
 * The identity provider that vouched for a user, and what it said.
 *
 * @param registrationId the identifier of its registration
 * @param protocol {@code oauth2} or {@code saml}
 * @param data what it said, as JSON types
 * @param email the user's address, or null if it said none
 */
record IdentityProvider(String registrationId, String protocol, Map<String, Object> data, @Nullable String email) {

	/** The names by which SAML identity providers call an email address. */
	private static final List<String> SAML_EMAIL = List.of("email", "mail", "urn:oid:0.9.2342.19200300.100.1.3",
			"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress");

	private static final boolean OAUTH2 = isPresent(
			"org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken");

	private static final boolean SAML = isPresent(
			"org.springframework.security.saml2.provider.service.authentication.Saml2Authentication");

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, IdentityProvider.class.getClassLoader());
	}

	/** The provider that vouched for a user, or empty if the server knows the user. */
	static Optional<IdentityProvider> of(Authentication authentication) {
		Optional<IdentityProvider> provider = OAUTH2 ? OAuth2.provider(authentication) : Optional.empty();
		return (provider.isEmpty() && SAML) ? Saml.provider(authentication) : provider;
	}

	/** Whether a filter signs users in for whom identity providers vouch. */
	static boolean vouchesAt(Filter login) {
		return (OAUTH2 && OAuth2.isLogin(login)) || (SAML && Saml.isLogin(login));
	}

	/** The same provider, which said in an access token of its own what claims say. */
	IdentityProvider withAccessToken(Map<String, Object> claims) {
		Map<String, Object> more = new LinkedHashMap<>(this.data);
		more.put("accessToken", Map.of("claims", claims));
		return new IdentityProvider(this.registrationId, this.protocol, more, this.email);
	}

	/** Whether another one is this provider, whatever each said. */
	boolean isSame(IdentityProvider other) {
		return this.protocol.equals(other.protocol) && this.registrationId.equals(other.registrationId);
	}

	/** The value of {@code context.auth.provider}. */
	Map<String, Object> toJson() {
		return Map.of("protocol", this.protocol, "provider", this.registrationId.toLowerCase(Locale.ROOT), "data",
				this.data);
	}

	/** Apart, as its classes belong to a module that an application may not have. */
	private static final class OAuth2 {

		static Optional<IdentityProvider> provider(Authentication authentication) {
			if (!(authentication instanceof OAuth2AuthenticationToken token)) {
				return Optional.empty();
			}
			Map<String, Object> data = (token.getPrincipal() instanceof OidcUser user)
					? Map.of("idToken", Map.of("claims", JavaClaims.toJson(user.getClaims()))) : Map.of();
			String email = (token.getPrincipal() != null) ? token.getPrincipal().getAttribute(StandardClaimNames.EMAIL)
					: null;
			return Optional.of(new IdentityProvider(token.getAuthorizedClientRegistrationId(), "oauth2", data, email));
		}

		static boolean isLogin(Filter filter) {
			return filter instanceof OAuth2LoginAuthenticationFilter;
		}

	}

	/** Apart, as its classes belong to a module that an application may not have. */
	@SuppressWarnings("deprecation") // Spring Security still hands it to applications
	private static final class Saml {

		static Optional<IdentityProvider> provider(Authentication authentication) {
			if (authentication instanceof Saml2AssertionAuthentication saml) {
				return Optional
					.of(provider(saml.getRelyingPartyRegistrationId(), saml.getCredentials().getAttributes()));
			}
			if (authentication instanceof Saml2Authentication saml
					&& saml.getPrincipal() instanceof Saml2AuthenticatedPrincipal principal) {
				return Optional.of(provider(principal.getRelyingPartyRegistrationId(), principal.getAttributes()));
			}
			return Optional.empty();
		}

		static boolean isLogin(Filter filter) {
			return filter instanceof Saml2WebSsoAuthenticationFilter;
		}

		private static IdentityProvider provider(String registrationId, Map<String, List<Object>> attributes) {
			List<Map<String, Object>> all = attributes.entrySet().stream().map((attribute) -> {
				Map<String, Object> json = new LinkedHashMap<>(JavaClaims.toJson(Map.of("values",
						attribute.getValue().stream().map((value) -> Map.of("value", value)).toList())));
				json.put("name", attribute.getKey());
				return json;
			}).toList();
			String email = SAML_EMAIL.stream()
				.flatMap((name) -> attributes.getOrDefault(name, List.of()).stream())
				.map(String::valueOf)
				.findFirst()
				.orElse(null);
			return new IdentityProvider(registrationId, "saml",
					Map.of("assertion", Map.of("attributeStatements", List.of(Map.of("attributes", all)))), email);
		}

	}

}
