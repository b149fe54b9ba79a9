package io.claimflow.demo.server;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

import io.claimflow.demo.account.Accounts;
import io.claimflow.spring.mfa.MfaDeniedException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthenticatedAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2DeviceVerificationEndpointConfigurer;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceVerificationAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.access.IpAddressAuthorizationManager;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.authentication.ott.OneTimeTokenAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The two filter chains: the endpoints of OAuth 2.1 and OpenID Connect, and the pages.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/** Where a sign-out ends. */
	static final String SIGNED_OUT = "/?signed-out";

	private static final String SECOND_FACTOR = "/second-factor";

	/** What goes for every chain, also for that of the console. */
	@Bean
	Customizer<HttpSecurity> everyChain(Accounts accounts) {
		return (http) -> {
			http.addFilterAfter(new EndedSessionFilter(accounts), SecurityContextHolderFilter.class);
			http.exceptionHandling((exceptions) -> exceptions
				.defaultDeniedHandlerForMissingAuthority(new LoginUrlAuthenticationEntryPoint(SECOND_FACTOR),
						FactorGrantedAuthority.OTT_AUTHORITY)
				.defaultDeniedHandlerForMissingAuthority(new LoginUrlAuthenticationEntryPoint(SECOND_FACTOR),
						AuthenticatorFilter.AUTHORITY));
		};
	}

	@Bean
	@Order(1)
	SecurityFilterChain endpoints(HttpSecurity http, RegisteredClientRepository clients,
			OAuth2AuthorizationService authorizations) {
		http.addFilterBefore(new OutageFilter(), DisableEncodeUrlFilter.class);
		http.oauth2AuthorizationServer((server) -> {
			http.securityMatcher(server.getEndpointsMatcher());
			server.oidc(EndpointOutages::enable);
			server.clientAuthentication((authentication) -> authentication
				.authenticationProviders((providers) -> providers.forEach((provider) -> {
					if (provider instanceof ClientSecretAuthenticationProvider secrets) {
						secrets.setPasswordEncoder(clientSecretEncoder());
					}
				})));
			PublicClients.enable(server, http, clients, authorizations);
			server.deviceAuthorizationEndpoint((endpoint) -> endpoint.verificationUri("/activate"));
			server.deviceVerificationEndpoint(SecurityConfiguration::deviceVerification);
		});
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.oauth2ResourceServer((resourceServer) -> resourceServer.jwt(Customizer.withDefaults()));
		http.exceptionHandling((exceptions) -> exceptions
			.defaultAuthenticationEntryPointFor(new LoginUrlAuthenticationEntryPoint("/login"), browsers())
			.defaultAccessDeniedHandlerFor(SecurityConfiguration::denied, AnyRequestMatcher.INSTANCE));
		return http.build();
	}

	@Bean
	@Order(2)
	SecurityFilterChain pages(HttpSecurity http, SecondFactorConfiguration.Tokens tokens,
			AuthenticatorFilter authenticator, LogoutHandler tokenRevocation,
			ObjectProvider<ClientRegistrationRepository> providers,
			ObjectProvider<LogoutSuccessHandler> providerSignOut) {
		http.addFilterBefore(new OutageFilter(), DisableEncodeUrlFilter.class);
		http.authorizeHttpRequests((requests) -> requests
			.requestMatchers("/", "/login", "/register", "/confirm-account", "/forgot-password", "/reset-password",
					"/error", "/denied", "/demo/**", "/demo.css", "/icon.svg")
			.permitAll()
			.requestMatchers("/mail")
			.access(AuthorizationManagers.anyOf(IpAddressAuthorizationManager.hasIpAddress("127.0.0.0/8"),
					IpAddressAuthorizationManager.hasIpAddress("::1")))
			.requestMatchers(SECOND_FACTOR)
			.access(AuthenticatedAuthorizationManager.authenticated())
			.anyRequest()
			.authenticated());
		http.formLogin((login) -> login.loginPage("/login")
			.defaultSuccessUrl("/demo/sign-in")
			.failureHandler(new LoginFailureHandler()));
		http.oneTimeTokenLogin((login) -> login.loginPage(SECOND_FACTOR)
			.loginProcessingUrl(OneTimeTokenAuthenticationFilter.DEFAULT_LOGIN_PROCESSING_URL)
			.showDefaultSubmitPage(false)
			.generateRequestResolver(tokens::request)
			.tokenGenerationSuccessHandler(tokens::send)
			.successHandler(tokens::given)
			.failureHandler(new SimpleUrlAuthenticationFailureHandler(SECOND_FACTOR + "?error")));
		http.addFilterAfter(authenticator, UsernamePasswordAuthenticationFilter.class);
		http.exceptionHandling((exceptions) -> exceptions.defaultAccessDeniedHandlerFor(SecurityConfiguration::denied,
				AnyRequestMatcher.INSTANCE));
		http.logout((logout) -> logout.addLogoutHandler(tokenRevocation).logoutSuccessUrl(SIGNED_OUT));
		providerSignOut.ifAvailable((handler) -> http.logout((logout) -> logout.logoutSuccessHandler(handler)));
		providers.ifAvailable((registered) -> http
			.oauth2Login((login) -> login.loginPage("/login").defaultSuccessUrl("/demo/sign-in")));
		// Addresses of pages can hold the value of a link in a mail.
		http.headers((headers) -> headers.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN)));
		http.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(
				"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'")));
		return http.build();
	}

	/** Shows the reason of a workflow of {@code user:pre_mfa}. */
	private static void denied(HttpServletRequest request, HttpServletResponse response, AccessDeniedException ex)
			throws IOException, ServletException {
		AccessDeniedHandlerImpl handler = new AccessDeniedHandlerImpl();
		if (ex instanceof MfaDeniedException) {
			handler.setErrorPage("/denied");
		}
		handler.handle(request, response, ex);
	}

	private static void deviceVerification(OAuth2DeviceVerificationEndpointConfigurer endpoint) {
		endpoint.consentPage("/activate/confirm");
		endpoint.deviceVerificationResponseHandler(new SimpleUrlAuthenticationSuccessHandler("/activate?done"));
		endpoint.errorResponseHandler((request, response, ex) -> response
			.sendRedirect(isDenial(ex) ? "/activate?denied" : "/activate?error"));
		// Spring asks once and remembers. But the next device may be somebody else's,
		// whose
		// link with a code in it the user was made to follow (RFC 8628, section 5.4).
		endpoint.authenticationProviders((providers) -> providers.forEach((provider) -> {
			if (provider instanceof OAuth2DeviceVerificationAuthenticationProvider verification) {
				verification.setAuthorizationConsentRequired((context) -> true);
			}
			else if (provider instanceof OAuth2DeviceAuthorizationConsentAuthenticationProvider consent) {
				// Spring adds what the user has consented to before, also to a refusal.
				consent.setAuthorizationConsentCustomizer((context) -> {
					OAuth2DeviceAuthorizationConsentAuthenticationToken answer = context.getAuthentication();
					if (answer.getScopes().isEmpty()) {
						context.getAuthorizationConsent().authorities(Set::clear);
					}
				});
			}
		}));
	}

	private static boolean isDenial(AuthenticationException ex) {
		return ex instanceof OAuth2AuthenticationException refusal
				&& refusal.getError().getErrorCode().equals(OAuth2ErrorCodes.ACCESS_DENIED);
	}

	private static RequestMatcher browsers() {
		MediaTypeRequestMatcher html = new MediaTypeRequestMatcher(MediaType.TEXT_HTML);
		html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
		return html;
	}

	@Bean
	PasswordEncoder passwordEncoder() {
		return PasswordEncoderFactories.createDelegatingPasswordEncoder();
	}

	/**
	 * For the secrets of clients. People choose weak passwords, so bcrypt makes each
	 * guess cost tens of milliseconds. The secret of a machine is random and long:
	 * guessing is hopeless at any speed, and a slow hash only makes each token request
	 * slow.
	 */
	static PasswordEncoder clientSecretEncoder() {
		Pbkdf2PasswordEncoder once = new Pbkdf2PasswordEncoder("", 16, 1,
				SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
		return new DelegatingPasswordEncoder("pbkdf2-once", Map.of("pbkdf2-once", once));
	}

}
