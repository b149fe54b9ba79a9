package io.claimflow.signin;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.claimflow.server.AuthServer;
import io.claimflow.server.AuthServer.Response;
import io.claimflow.server.AuthServerConfiguration;
import io.claimflow.server.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.saml2.provider.service.authentication.DefaultSaml2AuthenticatedPrincipal;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2Authentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2ResponseAssertion;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sign-ins that another party vouches for: an OpenID Connect issuer, which is a
 * second server, and a SAML identity provider.
 */
class FederatedSignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static AuthServer issuer;

	private static SignInServer server;

	@BeforeAll
	static void start() {
		issuer = AuthServer.builder().user("""
				Object.assign(idTokenCustomClaims<any>(), { email: "alice@example.com", groups: ["editors", "staff"],
				  address: { country: "NZ" } });
				""").start();
		server = new SignInServer(
				SignInServer.builder("").with(Federation.class).property("test.issuer", issuer.url("")).start());
	}

	@AfterAll
	static void stop() {
		server.close();
		issuer.close();
	}

	private static Browser browser() {
		return new Browser(server.server(), "127.0.0.1");
	}

	/** Comes back from the issuer, where the user has just signed in. */
	private static Response signIn(Browser browser) {
		String toIssuer = browser.get("/oauth2/authorization/Acme").location();
		assertThat(browser.get(toIssuer).location()).isEqualTo(issuer.url("/login"));
		browser.post(issuer.url("/login"), "username", AuthServerConfiguration.USER, "password",
				AuthServerConfiguration.PASSWORD);
		return browser.get(browser.get(toIssuer).location());
	}

	@Test
	void theEventHasTheClaimsOfTheIdToken() {
		server.workflow("");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(signIn(browser).location()).location()).contains("code=");
		Map<String, Object> auth = server.auth();
		assertThat(auth).containsEntry("connectionId", "Acme").containsEntry("isNewUserRecordCreated", true);
		assertThat(auth).extractingByKey("provider", InstanceOfAssertFactories.MAP)
			.containsEntry("protocol", "oauth2")
			.containsEntry("provider", "acme")
			.extractingByKey("data", InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("idToken")
			.extractingByKey("idToken", InstanceOfAssertFactories.MAP)
			.extractingByKey("claims", InstanceOfAssertFactories.MAP)
			.containsEntry("iss", issuer.url(""))
			.containsEntry("sub", AuthServerConfiguration.USER)
			.containsEntry("email", "alice@example.com")
			.containsEntry("groups", List.of("editors", "staff"))
			.containsEntry("address", Map.of("country", "NZ"))
			.hasEntrySatisfying("iat", (iat) -> assertThat(iat).isInstanceOf(Long.class));
	}

	@Test
	void aDeniedUserOfAnIssuerHasNoSession() {
		server.workflow(
				"if (event.context.auth.provider.data.idToken.claims.groups.includes('staff')) denyAccess('no');");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(signIn(browser).location()).endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void theEventHasTheAttributesOfASamlAssertion() {
		server.workflow("");
		for (String path : List.of("/saml", "/saml-of-old")) {
			Browser browser = browser();
			browser.get(path);
			assertThat(server.auth()).as(path)
				.containsEntry("connectionId", "Okta")
				.containsEntry("provider",
						Map.of("protocol", "saml", "provider", "okta", "data",
								Map.of("assertion",
										Map.of("attributeStatements",
												List.of(Map.of("attributes", List.of(Map.of("name", "groups", "values",
														List.of(Map.of("value", "editors"), Map.of("value", 7))))))))));
			assertThat(browser.authorize(CLIENT).location()).contains("code=");
			assertThat(server.runs()).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Federation {

		@Bean
		ClientRegistrationRepository clientRegistrations(@Value("${test.issuer}") String location) {
			return new InMemoryClientRegistrationRepository(ClientRegistrations.fromIssuerLocation(location)
				.registrationId("Acme")
				.clientId(CLIENT)
				.clientSecret("secret-" + CLIENT)
				.scope("openid", "profile")
				.redirectUri("{baseUrl}/callback")
				.build());
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((authorizationServer) -> {
				http.securityMatcher(authorizationServer.getEndpointsMatcher());
				authorizationServer.oidc(Customizer.withDefaults());
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.exceptionHandling((exceptions) -> exceptions
				.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.oauth2Login((login) -> login.redirectionEndpoint((endpoint) -> endpoint.baseUri("/callback"))
				.userInfoEndpoint((userInfo) -> userInfo.oidcUserService(new RecordCreating())));
			http.addFilterBefore(new SamlSignIn("/saml", assertion()), UsernamePasswordAuthenticationFilter.class);
			http.addFilterBefore(new SamlSignIn("/saml-of-old", oldAssertion()),
					UsernamePasswordAuthenticationFilter.class);
			return http.build();
		}

		private static Authentication assertion() {
			return new Saml2AssertionAuthentication(Saml2ResponseAssertion.withResponseValue("<Response/>")
				.nameId("alice")
				.attributes(Map.of("groups", List.of("editors", 7)))
				.build(), AuthorityUtils.createAuthorityList("ROLE_USER"), "Okta");
		}

		@SuppressWarnings("deprecation") // applications still have it
		private static Authentication oldAssertion() {
			DefaultSaml2AuthenticatedPrincipal principal = new DefaultSaml2AuthenticatedPrincipal("alice",
					Map.of("groups", List.of("editors", 7)));
			principal.setRelyingPartyRegistrationId("Okta");
			return new Saml2Authentication(principal, "<Response/>", AuthorityUtils.createAuthorityList("ROLE_USER"));
		}

	}

	/** Signs a user in who is new here, and says so. */
	private static final class RecordCreating extends OidcUserService {

		@Override
		public OidcUser loadUser(OidcUserRequest request) {
			Objects.requireNonNull(RequestContextHolder.getRequestAttributes())
				.setAttribute(SignInEventDetails.NEW_USER_RECORD, true, RequestAttributes.SCOPE_REQUEST);
			return super.loadUser(request);
		}

	}

	/** Stands for a SAML identity provider and the exchange with it. */
	private static final class SamlSignIn extends AbstractAuthenticationProcessingFilter {

		private final Authentication result;

		SamlSignIn(String path, Authentication result) {
			super(path);
			this.result = result;
			setSecurityContextRepository(new HttpSessionSecurityContextRepository());
			setAuthenticationManager((authentication) -> result);
		}

		@Override
		public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
			return this.result;
		}

	}

}
