package io.claimflow.spring.signin;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for users who answer a consent page that they opened before there was a workflow.
 */
class ConsentTests {

	private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

	private static SignInServer server;

	private Browser browser;

	@BeforeAll
	static void start() {
		server = SignInServer.start(ConsentForEverything.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void openThePage() {
		server.withoutWorkflow();
		ConsentForEverything.customized.set(0);
		this.browser = new Browser(server.server());
		this.browser.signIn();
	}

	@Test
	void aDeniedUserGetsNoCodeAndIsSignedOut() {
		String state = state();
		server.workflow("denyAccess('Not you');");
		Response response = consent(state);
		assertThat(response.location()).contains("error=access_denied", "error_description=Not%20you", "state=st%20ate")
			.doesNotContain("code=");
		assertThat(server.runs()).hasSize(1);
		assertThat(ConsentForEverything.customized).hasValue(0);
		assertThat(this.browser.authorize(AuthServerConfiguration.JWT).location()).endsWith("/login");
	}

	@Test
	void aFailedRunIsAnErrorForTheClient() {
		String state = state();
		server.workflow("throw new Error('no luck');");
		assertThat(consent(state).location()).contains("error=server_error").doesNotContain("code=", "luck");
	}

	@Test
	void anAllowedUserIsJudgedOnceAndTheApplicationsCustomizerStays() {
		String state = state();
		server.workflow("");
		assertThat(consent(state).location()).contains("code=");
		assertThat(ConsentForEverything.customized).hasValue(1);
		assertThat(consent(state()).location()).contains("code=");
		assertThat(server.runs()).hasSize(1);
	}

	private String state() {
		Matcher state = STATE.matcher(this.browser.authorize(AuthServerConfiguration.JWT).body());
		assertThat(state.find()).isTrue();
		return state.group(1);
	}

	private Response consent(String state) {
		return this.browser.post("/oauth2/authorize", "client_id", AuthServerConfiguration.JWT, "state", state, "scope",
				"read");
	}

	/** An application that asks every user for consent to every request. */
	@Configuration(proxyBeanMethods = false)
	static class ConsentForEverything {

		private static final AtomicInteger customized = new AtomicInteger();

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http) {
			return http.oauth2AuthorizationServer((authorizationServer) -> {
				http.securityMatcher(authorizationServer.getEndpointsMatcher());
				authorizationServer.oidc(Customizer.withDefaults())
					.authorizationEndpoint((endpoint) -> endpoint
						.authenticationProviders((providers) -> providers.forEach((provider) -> {
							if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider requests) {
								requests.setAuthorizationConsentRequired((context) -> true);
							}
							else if (provider instanceof OAuth2AuthorizationConsentAuthenticationProvider consents) {
								consents.setAuthorizationConsentCustomizer((context) -> customized.incrementAndGet());
							}
						})));
			})
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.exceptionHandling(
						(errors) -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

}
