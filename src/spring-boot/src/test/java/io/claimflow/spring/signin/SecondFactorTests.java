package io.claimflow.spring.signin;

import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import org.junit.jupiter.api.Test;

import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a sign-in with two factors.
 */
class SecondFactorTests {

	@Test
	void theSecondFactorIsNotJudged() {
		try (SignInServer server = SignInServer.start(SignInServer.EveryLocalWay.class, TwoFactors.class)) {
			Browser browser = new Browser(server.server());
			browser.authorize(AuthServerConfiguration.JWT);
			browser.signIn();
			assertThat(server.auth()).containsEntry("connectionId", "password");
			assertThat(browser.authorize(AuthServerConfiguration.JWT).location()).doesNotContain("code=");
			browser.post("/ott/generate", "username", AuthServerConfiguration.USER);
			browser.post("/login/ott", "token",
					server.server().context().getBean(SignInServer.EveryLocalWay.class).oneTimeToken());
			assertThat(browser.authorize(AuthServerConfiguration.JWT).location()).contains("code=");
			assertThat(server.runs()).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(
			authorities = { FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY })
	static class TwoFactors {

	}

}
