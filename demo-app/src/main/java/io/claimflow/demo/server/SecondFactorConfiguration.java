package io.claimflow.demo.server;

import java.io.IOException;
import java.util.Objects;

import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.account.SecondFactors;
import io.claimflow.demo.mail.Mailbox;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.JdbcOneTimeTokenService;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authorization.AuthorizationManagerFactories;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.stereotype.Component;

/**
 * The second factor: a one-time token by mail, for those who have turned it on. Whether a
 * sign-in needs it is then up to the workflow of {@code user:pre_mfa}.
 */
@Configuration(proxyBeanMethods = false)
@EnableMultiFactorAuthentication(authorities = {})
class SecondFactorConfiguration {

	/** Whoever bears an access token has signed in when it was issued. */
	@Bean
	DefaultAuthorizationManagerFactory<Object> authorizationManagerFactory(SecondFactors secondFactors) {
		return AuthorizationManagerFactories.multiFactor()
			.requireFactors(FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY)
			.when((user) -> !(user instanceof AbstractOAuth2TokenAuthenticationToken)
					&& secondFactors.isOn(user.getName()))
			.build();
	}

	@Bean
	@DependsOnDatabaseInitialization
	JdbcOneTimeTokenService oneTimeTokenService(JdbcOperations jdbc) {
		return new JdbcOneTimeTokenService(jdbc);
	}

	/** What the filter chain of the pages does about the token. */
	@Component
	static class Tokens {

		private final SavedRequestAwareAuthenticationSuccessHandler signedIn = new SavedRequestAwareAuthenticationSuccessHandler();

		private final SecondFactors secondFactors;

		private final Mailbox mailbox;

		private final DemoAddress address;

		Tokens(SecondFactors secondFactors, Mailbox mailbox, DemoAddress address) {
			this.secondFactors = secondFactors;
			this.mailbox = mailbox;
			this.address = address;
			this.signedIn.setDefaultTargetUrl("/demo/sign-in");
		}

		/** Only for who has given the password: by itself, a token signs nobody in. */
		@Nullable GenerateOneTimeTokenRequest request(HttpServletRequest request) {
			Authentication user = SecurityContextHolder.getContext().getAuthentication();
			return (user != null && this.secondFactors.isOn(user.getName()))
					? new GenerateOneTimeTokenRequest(user.getName()) : null;
		}

		void send(HttpServletRequest request, HttpServletResponse response, OneTimeToken token) throws IOException {
			this.mailbox.send(token.getUsername(), "Your second factor",
					"Somebody, hopefully you, signs in with your password. This token works once, for five minutes: "
							+ token.getTokenValue(),
					this.address.url("/second-factor?token=" + token.getTokenValue()), "Go on with the sign-in");
			response.sendRedirect("/second-factor?sent");
		}

		void given(HttpServletRequest request, HttpServletResponse response, Authentication user)
				throws IOException, ServletException {
			this.secondFactors.given(user.getName(), request.getRemoteAddr(),
					Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
			this.signedIn.onAuthenticationSuccess(request, response, user);
		}

	}

}
