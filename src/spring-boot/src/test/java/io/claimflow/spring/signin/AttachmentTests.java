package io.claimflow.spring.signin;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Trigger;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.oauth2.client.CommonOAuth2Provider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2ResponseAssertion;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the workflow attaches to, and for what the application is told if it
 * cannot.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttachmentTests {

	private static final String NOBODY_KNOWS = "nothing says which of them have a record here";

	private static final String SIGN_UP = "kindeSrc/environment/workflows/signUpWorkflow.ts";

	private static final String UNCOVERED = "The workflow of user:post_authentication cannot run";

	@Test
	void aLoginThatKeepsNobodySignedInIsNamedAtTheStart(CapturedOutput output) {
		SignInServer.start(Stateless.class).close();
		assertThat(output.getAll().lines().filter((line) -> line.contains(UNCOVERED))).singleElement()
			.asString()
			.contains("WARN", "UsernamePasswordAuthenticationFilter", "'statelessChain'",
					"HttpSessionSecurityContextRepository");
	}

	@Test
	void anAuthorizationEndpointThatSpringsProviderDoesNotServeIsNamedAtTheStart(CapturedOutput output) {
		SignInServer.start(OtherEndpoint.class).close();
		assertThat(output.getAll().lines().filter((line) -> line.contains(UNCOVERED))).singleElement()
			.asString()
			.contains("WARN", "at the authorization endpoint", "'otherEndpointChain'",
					"Let such a provider serve the endpoint");
	}

	@Test
	void anApplicationWithoutAWorkflowIsToldNothing(CapturedOutput output) {
		AuthServer.builder().m2m("").with(Stateless.class, OtherEndpoint.class).start().close();
		assertThat(output).doesNotContain(UNCOVERED);
	}

	@Test
	void springsOwnChainsAreCovered(CapturedOutput output) {
		SignInServer.start().close();
		SignInServer.start(SignInServer.EveryLocalWay.class).close();
		assertThat(output).doesNotContain(UNCOVERED);
	}

	@Test
	void theApplicationsOwnSessionStrategyRunsAfterAnAllowedSignInOnly() {
		try (SignInServer server = SignInServer.start(OwnStrategy.class)) {
			OwnStrategy own = server.server().context().getBean(OwnStrategy.class);
			server.workflow("denyAccess('no');");
			new Browser(server.server()).signIn();
			assertThat(own.names).isEmpty();
			server.workflow("");
			new Browser(server.server()).signIn();
			assertThat(own.names).containsExactly(AuthServerConfiguration.USER);
		}
	}

	@Test
	void theApplicationSuppliesWhatItKnows() {
		try (SignInServer server = SignInServer.start(Details.class)) {
			new Browser(server.server()).signIn();
			assertThat(server.runs()).singleElement().satisfies((run) -> {
				assertThat(run.event().context().get("user")).hasToString("{id=kp_user}");
				assertThat(run.event().context().get("auth")).isEqualTo(
						Map.of("connectionId", "conn_1", "isNewUserRecordCreated", true, "isExistingSession", false));
			});
		}
	}

	@Test
	void detailsThatFailEndTheSignIn(CapturedOutput output) {
		try (SignInServer server = SignInServer.start(BrokenDetails.class)) {
			Browser browser = new Browser(server.server());
			assertThat(browser.signIn().location()).endsWith("/login?error");
			assertThat(browser.authorize(AuthServerConfiguration.JWT).location()).endsWith("/login");
			assertThat(server.runs()).isEmpty();
			assertThat(output).contains("The sign-in could not be described to its workflow", "no database");
		}
	}

	private static AuthServer.Builder signUpDenied() {
		return SignInServer.builder("")
			.write(SIGN_UP, AuthServer.Builder.source("sign-up", "user:pre_registration", "denyAccess('no');"));
	}

	@Test
	void withoutABeanThatKnowsFederatedUsersTheStartSaysSoAndWithOneItIsSilent(CapturedOutput output) {
		signUpDenied().with(Federated.class).start().close();
		assertThat(output).doesNotContain(NOBODY_KNOWS);
		signUpDenied().with(Federated.class, SecondUserService.class).start().close();
		assertThat(output.getAll().lines().filter((line) -> line.contains(NOBODY_KNOWS))).singleElement()
			.asString()
			.contains("WARN", "io.claimflow.spring.registration.FederatedUserRecords");
	}

	@Test
	void withoutSuchABeanWhoeverTheUserDetailsServiceDoesNotKnowSignsUp() {
		try (SignInServer server = new SignInServer(signUpDenied().with(Federated.class).start())) {
			Browser browser = new Browser(server.server());
			assertThat(browser.get("/as/" + AuthServerConfiguration.USER).status()).isNotEqualTo(401);
			assertThat(server.allRuns()).hasSize(1);
			assertThat(new Browser(server.server()).get("/as/stranger").status()).isEqualTo(401);
			assertThat(server.allRuns()).singleElement()
				.extracting("workflow.trigger", "event.context.user")
				.containsExactly(Trigger.PRE_REGISTRATION, Map.of("email", "stranger@example.org"));
		}
	}

	@Test
	void theModulesOfFederationAreOptional() throws Exception {
		List<URL> classPath = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (!entry.contains("oauth2-client") && !entry.contains("saml2")) {
				classPath.add(Path.of(entry).toUri().toURL());
			}
		}
		try (URLClassLoader without = new URLClassLoader(classPath.toArray(URL[]::new),
				ClassLoader.getPlatformClassLoader())) {
			Method of = without.loadClass(IdentityProvider.class.getName())
				.getDeclaredMethod("of", without.loadClass(Authentication.class.getName()));
			of.setAccessible(true);
			Object authentication = without.loadClass(TestingAuthenticationToken.class.getName())
				.getConstructor(Object.class, Object.class)
				.newInstance("user", "");
			assertThat(of.invoke(null, authentication)).isEqualTo(Optional.empty());
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Stateless {

		@Bean
		@Order(1)
		SecurityFilterChain statelessChain(HttpSecurity http) {
			http.securityMatcher("/api/**");
			http.formLogin((login) -> login.loginProcessingUrl("/api/login"));
			http.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
			http.httpBasic(Customizer.withDefaults());
			return http.build();
		}

	}

	/** An authorization endpoint that no provider of Spring Security's serves. */
	@Configuration(proxyBeanMethods = false)
	static class OtherEndpoint {

		@Bean
		@Order(2)
		SecurityFilterChain otherEndpointChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.authorizationEndpoint((endpoint) -> endpoint.authenticationProviders((providers) -> providers
					.removeIf(OAuth2AuthorizationCodeRequestAuthenticationProvider.class::isInstance)));
			});
			return http.build();
		}

	}

	/** Identity providers vouch for users: one of OpenID Connect, and one of SAML. */
	@Configuration(proxyBeanMethods = false)
	static class Federated {

		@Bean
		ClientRegistrationRepository clientRegistrations() {
			return new InMemoryClientRegistrationRepository(
					CommonOAuth2Provider.GOOGLE.getBuilder("google").clientId("client").clientSecret("secret").build());
		}

		@Bean
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.oauth2Login(Customizer.withDefaults());
			http.addFilterBefore(new SamlSignIn(), UsernamePasswordAuthenticationFilter.class);
			return http.build();
		}

	}

	/** Stands for a SAML identity provider that vouches for whoever the path names. */
	private static final class SamlSignIn extends AbstractAuthenticationProcessingFilter {

		SamlSignIn() {
			super("/as/*");
			setSecurityContextRepository(new HttpSessionSecurityContextRepository());
			setAuthenticationManager((authentication) -> authentication);
			setAuthenticationFailureHandler((request, response, ex) -> response.setStatus(401));
		}

		@Override
		public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
			String name = request.getRequestURI().substring("/as/".length());
			return new Saml2AssertionAuthentication(name,
					Saml2ResponseAssertion.withResponseValue("<Response/>")
						.nameId(name)
						.attributes(Map.of("mail", List.of(name + "@example.org")))
						.build(),
					AuthorityUtils.createAuthorityList("ROLE_USER"), "Okta");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecondUserService {

		@Bean
		UserDetailsService secondUserService() {
			return new InMemoryUserDetailsManager();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnStrategy {

		private final List<String> names = new ArrayList<>();

		@Bean
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.formLogin(Customizer.withDefaults());
			http.sessionManagement((sessions) -> sessions.sessionAuthenticationStrategy(
					(authentication, request, response) -> this.names.add(authentication.getName())));
			return http.build();
		}

	}

	@Component
	static class Details implements SignInEventDetails {

		@Override
		public String userId(Authentication authentication) {
			return "kp_" + authentication.getName();
		}

		@Override
		public String connectionId(Authentication authentication) {
			return "conn_1";
		}

		@Override
		public Boolean newUserRecordCreated(Authentication authentication) {
			return true;
		}

	}

	@Component
	static class BrokenDetails implements SignInEventDetails {

		@Override
		public String userId(Authentication authentication) {
			throw new IllegalStateException("no database");
		}

	}

}
