package io.claimflow.demo.partner;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.claimflow.demo.DemoAccounts;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.core.oidc.StandardClaimNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * The partner's authorization server, as Spring Boot makes one. It is an application of
 * its own: no {@code @Configuration}, which the demo would take for one of its own.
 */
@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class, excludeName = PartnerServer.CHECK)
final class PartnerServer {

	/**
	 * Warns where workflows are off: the partner has none, whatever is on the class path.
	 */
	static final String CHECK = "io.claimflow.spring.autoconfigure.ConfigurationCheckAutoConfiguration";

	/** The demo, as a client without a secret: PKCE (RFC 7636) does for it. */
	@Bean
	static RegisteredClientRepository clients(@Value("${demo.signed-out}") String signedOut) {
		return new InMemoryRegisteredClientRepository(RegisteredClient.withId(DemoAccounts.PARTNER_CLIENT)
			.clientId(DemoAccounts.PARTNER_CLIENT)
			.clientName("Claimflow demo")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			// Of a loopback address, any port will do (RFC 8252, section 7.3).
			.redirectUri("http://127.0.0.1/login/oauth2/code/" + DemoAccounts.PARTNER)
			// Here the port has to be right.
			.postLogoutRedirectUri(signedOut)
			.scope(OidcScopes.OPENID)
			.scope(OidcScopes.EMAIL)
			.scope(OidcScopes.PROFILE)
			.clientSettings(ClientSettings.builder().requireProofKey(true).requireAuthorizationConsent(false).build())
			.build());
	}

	@Bean
	static UserDetailsService users() {
		return new InMemoryUserDetailsManager(PartnerUser.ALL.stream()
			.map((user) -> User.withUsername(user.email())
				.password("{noop}" + DemoAccounts.PARTNER_PASSWORD)
				.roles("USER")
				.build())
			.toList());
	}

	/** A page that says whose it is: people must see where they enter a password. */
	@Bean
	static Customizer<HttpSecurity> login() {
		return (http) -> http.formLogin((login) -> login.loginPage("/login").permitAll());
	}

	@Bean
	static WebMvcConfigurer loginPage() {
		return new WebMvcConfigurer() {

			@Override
			public void addViewControllers(ViewControllerRegistry registry) {
				registry.addViewController("/login").setViewName("partner-login");
			}

		};
	}

	/** What the partner tells about its users. */
	@Bean
	static OAuth2TokenCustomizer<JwtEncodingContext> claims() {
		var users = PartnerUser.ALL.stream().collect(Collectors.toMap(PartnerUser::email, Function.identity()));
		return (context) -> {
			if (OidcParameterNames.ID_TOKEN.equals(context.getTokenType().getValue())) {
				Authentication principal = Objects.requireNonNull(context.getPrincipal());
				PartnerUser user = Objects.requireNonNull(users.get(principal.getName()));
				context.getClaims()
					.claim(StandardClaimNames.EMAIL, user.email())
					.claim(StandardClaimNames.EMAIL_VERIFIED, true)
					.claim(StandardClaimNames.GIVEN_NAME, user.givenName())
					.claim(StandardClaimNames.FAMILY_NAME, user.familyName())
					.claim("groups", user.groups());
			}
		};
	}

}
