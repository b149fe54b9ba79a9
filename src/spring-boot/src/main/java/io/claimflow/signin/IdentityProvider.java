package io.claimflow.signin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.claimflow.token.JavaClaims;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2AuthenticatedPrincipal;
import org.springframework.security.saml2.provider.service.authentication.Saml2Authentication;
import org.springframework.util.ClassUtils;

/**
 * The identity provider that vouched for a user, and what it said.
 *
 * @param registrationId the identifier of its registration
 * @param protocol {@code oauth2} or {@code saml}
 * @param data what it said, as JSON types
 */
record IdentityProvider(String registrationId, String protocol, Map<String, Object> data) {

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
			return Optional.of(new IdentityProvider(token.getAuthorizedClientRegistrationId(), "oauth2", data));
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

		private static IdentityProvider provider(String registrationId, Map<String, List<Object>> attributes) {
			List<Map<String, Object>> all = attributes.entrySet().stream().map((attribute) -> {
				Map<String, Object> json = new LinkedHashMap<>(JavaClaims.toJson(Map.of("values",
						attribute.getValue().stream().map((value) -> Map.of("value", value)).toList())));
				json.put("name", attribute.getKey());
				return json;
			}).toList();
			return new IdentityProvider(registrationId, "saml",
					Map.of("assertion", Map.of("attributeStatements", List.of(Map.of("attributes", all)))));
		}

	}

}
