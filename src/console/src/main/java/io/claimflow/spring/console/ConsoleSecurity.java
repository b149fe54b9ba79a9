package io.claimflow.spring.console;

import java.util.Optional;

import io.claimflow.spring.console.page.ConsoleSection;

import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * The security filter chain of the console. Whoever has signed in at the application gets
 * through; the servlet asks for the authority, and can say on a page what is missing.
 */
final class ConsoleSecurity {

	/** Nothing from anywhere else, and no code but that of files. */
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
			+ " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

	private final String signInPage;

	private final AccessDeniedHandler denied;

	/**
	 * Creates the security.
	 * @param signInPage where the application lets people sign in
	 * @param denied answers what the chain refuses to who has signed in
	 */
	ConsoleSecurity(String signInPage, AccessDeniedHandler denied) {
		this.signInPage = signInPage;
		this.denied = denied;
	}

	/**
	 * Makes the chain. What the application has beans for, such as the request that
	 * somebody is led back to and the rule of second factors, is as in its own chains.
	 * @param kept where the application keeps who has signed in, if it says so
	 */
	SecurityFilterChain chain(HttpSecurity http, Optional<SecurityContextRepository> kept) {
		http.securityMatcher(ConsoleSection.ROOT, ConsoleSection.ROOT + "/**");
		http.authorizeHttpRequests((requests) -> requests.requestMatchers(ConsoleAssets.ROOT + "/**")
			.permitAll()
			.anyRequest()
			.authenticated());
		kept.ifPresent((where) -> http.securityContext((context) -> context.securityContextRepository(where)));
		http.exceptionHandling((exceptions) -> exceptions
			.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(this.signInPage))
			.defaultAccessDeniedHandlerFor(this.denied, AnyRequestMatcher.INSTANCE));
		http.headers((headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives(POLICY))
			.frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
			.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.SAME_ORIGIN))
			.crossOriginOpenerPolicy((policy) -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
			.crossOriginResourcePolicy((policy) -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN)));
		http.logout(AbstractHttpConfigurer::disable);
		return http.build();
	}

}
