package io.claimflow.demo.server;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.account.Accounts;
import io.claimflow.demo.partner.Partner;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.OAuth2UserService;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUserAuthority;

/**
 * The login of the partner's users, whom the partner's issuer vouches for (OpenID Connect
 * Core 1.0).
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "demo.partner.enabled", matchIfMissing = true)
class FederationConfiguration {

	/** Where the partner is, is known when it runs. */
	@Bean
	ClientRegistrationRepository clientRegistrations(Partner partner) {
		return (registrationId) -> registrationId.equals(DemoAccounts.PARTNER) ? registration(partner.issuer()) : null;
	}

	private static ClientRegistration registration(String issuer) {
		return ClientRegistration.withRegistrationId(DemoAccounts.PARTNER)
			.clientName("Partner")
			.clientId(DemoAccounts.PARTNER_CLIENT)
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
			.scope(OidcScopes.OPENID, OidcScopes.EMAIL, OidcScopes.PROFILE)
			.issuerUri(issuer)
			.authorizationUri(issuer + "/oauth2/authorize")
			.tokenUri(issuer + "/oauth2/token")
			.jwkSetUri(issuer + "/oauth2/jwks")
			.providerConfigurationMetadata(Map.of("end_session_endpoint", issuer + "/connect/logout"))
			.userNameAttributeName(StandardClaimNames.EMAIL)
			.build();
	}

	/**
	 * Who came by the partner is signed out there too (OpenID Connect RP-Initiated Logout
	 * 1.0). Otherwise the next sign-in would ask for nothing, whoever sits there by then.
	 */
	@Bean
	OidcClientInitiatedLogoutSuccessHandler partnerSignOut(ClientRegistrationRepository registrations) {
		OidcClientInitiatedLogoutSuccessHandler handler = new OidcClientInitiatedLogoutSuccessHandler(registrations);
		handler.setPostLogoutRedirectUri("{baseUrl}" + SecurityConfiguration.SIGNED_OUT);
		handler.setDefaultTargetUrl(SecurityConfiguration.SIGNED_OUT);
		return handler;
	}

	/** The partner's tokens are needed for no more than the sign-in. */
	@Bean
	HttpSessionOAuth2AuthorizedClientRepository authorizedClients() {
		return new HttpSessionOAuth2AuthorizedClientRepository();
	}

	/**
	 * Somebody with the name of an account of this server's, and with the factor that
	 * Spring Security does not note by itself.
	 */
	@Bean
	OAuth2UserService<OidcUserRequest, OidcUser> partnerUsers() {
		return (request) -> {
			OidcIdToken token = request.getIdToken();
			if (token.getEmail() == null) {
				throw new OAuth2AuthenticationException(
						new OAuth2Error("invalid_id_token", "The partner does not tell your email address.", null));
			}
			OidcUserInfo info = new OidcUserInfo(
					Map.of(StandardClaimNames.SUB, Objects.requireNonNull(token.getSubject()), StandardClaimNames.EMAIL,
							Accounts.name(token.getEmail())));
			return new DefaultOidcUser(
					Set.of(new OidcUserAuthority(token, info), new SimpleGrantedAuthority("ROLE_USER"),
							FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.AUTHORIZATION_CODE_AUTHORITY)),
					token, info, StandardClaimNames.EMAIL);
		};
	}

}
