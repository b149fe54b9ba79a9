package io.claimflow.demo.server;

import java.io.IOException;
import java.util.Objects;

import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.account.Authenticators;
import io.claimflow.demo.account.SecondFactors;
import io.claimflow.demo.mail.Mailbox;
import io.claimflow.spring.support.ClientAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.authentication.ott.GenerateOneTimeTokenRequest;
import org.springframework.security.authentication.ott.JdbcOneTimeTokenService;
import org.springframework.security.authentication.ott.OneTimeToken;
import org.springframework.security.authentication.ott.OneTimeTokenAuthenticationToken;
import org.springframework.security.authentication.ott.OneTimeTokenService;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/**
 * The second factor, for those who have turned it on: a one-time token by mail, or the
 * code of an authenticator app. Whether a sign-in needs it is then up to the workflow of
 * {@code user:pre_mfa}.
 */
@Configuration(proxyBeanMethods = false)
@EnableMultiFactorAuthentication(authorities = {})
class SecondFactorConfiguration {

	@Bean
	DefaultAuthorizationManagerFactory<Object> authorizationManagerFactory(SecondFactors secondFactors,
			Authenticators authenticators) {
		DefaultAuthorizationManagerFactory<Object> factory = new DefaultAuthorizationManagerFactory<>();
		factory.setAdditionalAuthorization(rule(secondFactors, authenticators));
		return factory;
	}

	/**
	 * What each user has chosen. Whoever bears an access token has signed in when it was
	 * issued.
	 */
	private static AuthorizationManager<Object> rule(SecondFactors secondFactors, Authenticators authenticators) {
		AuthorizationManager<Object> mail = passwordAnd(FactorGrantedAuthority.OTT_AUTHORITY);
		AuthorizationManager<Object> app = passwordAnd(AuthenticatorFilter.AUTHORITY);
		return (authentication, object) -> {
			Authentication user = authentication.get();
			if (user == null || user instanceof AbstractOAuth2TokenAuthenticationToken
					|| !secondFactors.isOn(user.getName())) {
				return new AuthorizationDecision(true);
			}
			return (authenticators.isOn(user.getName()) ? app : mail).authorize(authentication, object);
		};
	}

	private static AuthorizationManager<Object> passwordAnd(String factor) {
		return AllRequiredFactorsAuthorizationManager.builder()
			.requireFactor((required) -> required.passwordAuthority())
			.requireFactor((required) -> required.authority(factor))
			.build();
	}

	@Bean
	@DependsOnDatabaseInitialization
	OneTimeTokens oneTimeTokenService(JdbcOperations jdbc) {
		return new OneTimeTokens(new JdbcOneTimeTokenService(jdbc));
	}

	/** In the chain of the pages alone, and not in front of all. */
	@Bean
	AuthenticatorFilter authenticatorFilter(Authenticators authenticators, Tokens tokens) {
		AuthenticatorFilter filter = new AuthenticatorFilter(authenticators);
		filter.setAuthenticationSuccessHandler(tokens::given);
		filter.setAuthenticationFailureHandler(new SimpleUrlAuthenticationFailureHandler("/second-factor?error"));
		return filter;
	}

	@Bean
	FilterRegistrationBean<AuthenticatorFilter> noServletFilter(AuthenticatorFilter filter) {
		FilterRegistrationBean<AuthenticatorFilter> registration = new FilterRegistrationBean<>(filter);
		registration.setEnabled(false);
		return registration;
	}

	/**
	 * As a bean of its own, the service would start its clean-up twice, of which one
	 * never ends: then neither does a process whose start was refused.
	 */
	record OneTimeTokens(JdbcOneTimeTokenService service) implements OneTimeTokenService, DisposableBean {

		@Override
		public OneTimeToken generate(GenerateOneTimeTokenRequest request) {
			return this.service.generate(request);
		}

		@Override
		public @Nullable OneTimeToken consume(OneTimeTokenAuthenticationToken token) {
			return this.service.consume(token);
		}

		@Override
		public void destroy() throws Exception {
			this.service.destroy();
		}

	}

	/** What the filter chain of the pages does about the token. */
	@Component
	static class Tokens {

		private final SavedRequestAwareAuthenticationSuccessHandler signedIn = new SavedRequestAwareAuthenticationSuccessHandler();

		private final SecondFactors secondFactors;

		private final Authenticators authenticators;

		private final Mailbox mailbox;

		private final DemoAddress address;

		Tokens(SecondFactors secondFactors, Authenticators authenticators, Mailbox mailbox, DemoAddress address) {
			this.secondFactors = secondFactors;
			this.authenticators = authenticators;
			this.mailbox = mailbox;
			this.address = address;
			this.signedIn.setDefaultTargetUrl("/demo/sign-in");
		}

		/** Only for who has given the password: by itself, a token signs nobody in. */
		@Nullable GenerateOneTimeTokenRequest request(HttpServletRequest request) {
			Authentication user = SecurityContextHolder.getContext().getAuthentication();
			return (user != null && this.secondFactors.isOn(user.getName())
					&& !this.authenticators.isOn(user.getName())) ? new GenerateOneTimeTokenRequest(user.getName())
							: null;
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
			this.secondFactors.given(user.getName(),
					Objects.requireNonNullElse(ClientAddress.of(request.getRemoteAddr()), ""),
					Objects.requireNonNullElse(request.getHeader(HttpHeaders.USER_AGENT), ""));
			this.signedIn.onAuthenticationSuccess(request, response, user);
		}

	}

}
