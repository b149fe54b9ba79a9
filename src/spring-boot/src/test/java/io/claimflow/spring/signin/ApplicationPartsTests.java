package io.claimflow.spring.signin;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.session.SessionFixationProtectionStrategy;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts that an application brings do their work with workflows as without, be they
 * subclasses of Spring Security's or decorators of them.
 */
class ApplicationPartsTests {

	@ParameterizedTest
	@ValueSource(classes = { Subclasses.class, Decorators.class })
	void eachPartOfTheApplicationDoesItsWork(Class<?> parts) {
		try (SignInServer server = SignInServer.start(parts, Chains.class)) {
			Browser browser = new Browser(server.server());
			browser.authorize(AuthServerConfiguration.JWT);
			browser.signIn();
			assertThat(browser
				.authorize(AuthServerConfiguration.JWT, "resource", "https://a.example", "resource",
						"https://b.example")
				.location()).contains("code=");
			assertThat(server.runs()).hasSize(1);
			assertThat(server.server().context().getBean(Parts.class).seen()).containsExactlyInAnyOrder("repository",
					"strategy", "manager", "converter", "consent asked of " + OwnRequest.class.getSimpleName());
		}
	}

	/** What the application brings, and which of it was asked. */
	record Parts(SecurityContextRepository repository, SessionAuthenticationStrategy strategy,
			AuthenticationManager manager, AuthenticationConverter converter, Set<String> seen) {
	}

	/** A request as the application describes it. */
	static final class OwnRequest extends OAuth2AuthorizationCodeRequestAuthenticationToken {

		private static final long serialVersionUID = 1L;

		OwnRequest(OAuth2AuthorizationCodeRequestAuthenticationToken request) {
			super(request.getAuthorizationUri(), request.getClientId(), (Authentication) request.getPrincipal(),
					request.getRedirectUri(), request.getState(), request.getScopes(),
					request.getAdditionalParameters());
		}

		static @Nullable Authentication of(@Nullable Authentication request) {
			return (request != null) ? new OwnRequest((OAuth2AuthorizationCodeRequestAuthenticationToken) request)
					: null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Subclasses {

		@Bean
		Parts parts(UserDetailsService users, PasswordEncoder encoder) {
			Set<String> seen = ConcurrentHashMap.newKeySet();
			DaoAuthenticationProvider passwords = new DaoAuthenticationProvider(users);
			passwords.setPasswordEncoder(encoder);
			SecurityContextRepository repository = new HttpSessionSecurityContextRepository() {

				@Override
				public void saveContext(SecurityContext context, HttpServletRequest request,
						HttpServletResponse response) {
					seen.add("repository");
					super.saveContext(context, request, response);
				}

			};
			SessionAuthenticationStrategy strategy = new SessionFixationProtectionStrategy() {

				@Override
				public void onAuthentication(Authentication authentication, HttpServletRequest request,
						HttpServletResponse response) {
					seen.add("strategy");
					super.onAuthentication(authentication, request, response);
				}

			};
			AuthenticationManager manager = new ProviderManager(passwords) {

				@Override
				public Authentication authenticate(Authentication authentication) {
					seen.add("manager");
					return super.authenticate(authentication);
				}

			};
			OAuth2AuthorizationCodeRequestAuthenticationConverter springs = new OAuth2AuthorizationCodeRequestAuthenticationConverter();
			return new Parts(repository, strategy, manager, (request) -> {
				seen.add("converter");
				return OwnRequest.of(springs.convert(request));
			}, seen);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		@Bean
		Parts parts(UserDetailsService users, PasswordEncoder encoder) {
			Parts inner = new Subclasses().parts(users, encoder);
			return new Parts(new Repository(inner.repository()),
					(authentication, request, response) -> inner.strategy()
						.onAuthentication(authentication, request, response),
					(authentication) -> inner.manager().authenticate(authentication),
					(request) -> inner.converter().convert(request), inner.seen());
		}

		record Repository(SecurityContextRepository delegate) implements SecurityContextRepository {

			@Override
			@SuppressWarnings("deprecation")
			public SecurityContext loadContext(HttpRequestResponseHolder holder) {
				return this.delegate.loadContext(holder);
			}

			@Override
			public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
				this.delegate.saveContext(context, request, response);
			}

			@Override
			public boolean containsContext(HttpServletRequest request) {
				return this.delegate.containsContext(request);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Chains {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http, Parts parts) {
			http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.oidc(Customizer.withDefaults())
					.authorizationEndpoint((endpoint) -> endpoint
						.authorizationRequestConverters(
								(converters) -> converters.addAll(0, List.of(parts.converter())))
						.authenticationProviders((providers) -> providers.forEach((provider) -> {
							if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider codes) {
								codes.setAuthorizationConsentRequired((context) -> {
									parts.seen()
										.add("consent asked of "
												+ context.getAuthentication().getClass().getSimpleName());
									return false;
								});
							}
						})));
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
					new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, Parts parts) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.authenticationManager(parts.manager())
				.securityContext((context) -> context.securityContextRepository(parts.repository()))
				.sessionManagement((sessions) -> sessions.sessionAuthenticationStrategy(parts.strategy()))
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

}
