package io.claimflow.spring.authorization;

import java.util.List;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.server.Store;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests for several resources at once (RFC 8707), and for a token of each later.
 */
@ParameterizedClass
@EnumSource(value = Store.class, names = "MEMORY", mode = EnumSource.Mode.EXCLUDE)
class RepeatedParametersTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String ONE = "https://one.example";

	private static final String TWO = "https://two.example";

	private static AuthServer server;

	private static AutoCloseable storage;

	@Parameter
	private Store store;

	@BeforeParameterizedClassInvocation
	static void start(Store store) {
		String tell = "token.asked = event.request.auth.audience;";
		AuthServer.Builder builder = AuthServer.builder()
			.m2m("const token = m2mTokenClaims<any>();" + tell)
			.user("const token = accessTokenCustomClaims<any>();" + tell)
			.with(PushedRequests.class);
		storage = store.prepare(builder);
		server = builder.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() throws Exception {
		server.close();
		storage.close();
	}

	private static void isForBoth(Response tokens) {
		assertThat(tokens.accessTokenClaims()).containsEntry("asked", List.of(ONE, TWO));
		assertThat(server.introspect(CLIENT, tokens.text("access_token"))).containsEntry("active", true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "resource", "audience" })
	void codeOfARequestForTwoIsRedeemedAndItsTokenRefreshed(String parameter) {
		String code = server.authorizationCode(CLIENT, "openid read", parameter, ONE, parameter, TWO);
		Response tokens = server.redeem(CLIENT, code);
		isForBoth(tokens);
		isForBoth(server.refresh(CLIENT, tokens.text("refresh_token")));
	}

	@Test
	void codeOfAPushedRequestForTwoIsRedeemed() {
		Response pushed = server.post("/oauth2/par", CLIENT, "client_id", CLIENT, "response_type", "code", "scope",
				"read", "redirect_uri", AuthServer.REDIRECT_URI, "resource", ONE, "resource", TWO);
		Browser browser = new Browser(server);
		browser.signIn();
		Response authorized = browser.get("/oauth2/authorize?client_id=" + CLIENT + "&request_uri="
				+ pushed.text("request_uri").replace(":", "%3A"));
		isForBoth(server.redeem(CLIENT, authorized.location().replaceFirst(".*[?&]code=([^&]+).*", "$1")));
	}

	@Test
	void tokenRequestsMayNameTwoAsWell() {
		String code = server.authorizationCode(CLIENT, "read");
		isForBoth(server.redeem(CLIENT, code, "resource", ONE, "resource", TWO));
		isForBoth(server.clientCredentials(CLIENT, "resource", ONE, "resource", TWO));
		isForBoth(server.clientCredentials(CLIENT, "audience", ONE, "audience", TWO));
		String subject = server.authorizationCodeGrant(CLIENT, "read").text("access_token");
		isForBoth(server.tokenExchange(CLIENT, subject, "resource", ONE, "resource", TWO));
		isForBoth(server.tokenExchange(CLIENT, subject, "audience", ONE, "audience", TWO));
	}

	@Test
	void deviceCodeOfARequestForTwoIsRedeemed() {
		String deviceCode = server.deviceCode(CLIENT, "read", "resource", ONE, "resource", TWO);
		isForBoth(server.redeemDevice(CLIENT, deviceCode, "resource", ONE, "resource", TWO));
	}

	@Test
	void anyOtherParameterMayBeRepeatedToo() {
		String code = server.authorizationCode(CLIENT, "read", "hint", "a", "hint", "b");
		assertThat(server.redeem(CLIENT, code).status()).isEqualTo(200);
	}

	@Configuration(proxyBeanMethods = false)
	static class PushedRequests {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.oidc(Customizer.withDefaults())
					.pushedAuthorizationRequestEndpoint(Customizer.withDefaults())
					.deviceAuthorizationEndpoint(Customizer.withDefaults())
					.deviceVerificationEndpoint(Customizer.withDefaults());
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
					new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.formLogin(Customizer.withDefaults());
			return http.build();
		}

	}

}
