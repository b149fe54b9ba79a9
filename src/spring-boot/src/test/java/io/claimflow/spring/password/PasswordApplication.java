package io.claimflow.spring.password;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.claimflow.spring.server.RecordedRuns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * An application whose users are managed, with what workflows and tests ask of it.
 */
@Configuration(proxyBeanMethods = false)
class PasswordApplication {

	/** A user that there is, and whose password is {@link #PASSWORD}. */
	static final String KNOWN = "alice@example.com";

	static final String UNKNOWN = "bob@example.com";

	/** It needs quoting in URLs and in JSON. */
	static final String PASSWORD = "sw0rd\"fish+/ &é\\7";

	@Bean
	CountingEncoder passwordEncoder() {
		return new CountingEncoder();
	}

	@Bean
	RecordedRuns recordedRuns() {
		return new RecordedRuns();
	}

	@Bean
	Events authenticationEvents() {
		return new Events();
	}

	@Bean
	Endpoints endpoints(UserDetailsService users, PasswordEncoder encoder) {
		UserDetailsManager manager = (UserDetailsManager) users;
		manager.createUser(User.withUsername(KNOWN).password(encoder.encode(PASSWORD)).roles("USER").build());
		return new Endpoints(manager);
	}

	@Bean
	@Order(1)
	SecurityFilterChain authorizationServerChain(HttpSecurity http) {
		http.oauth2AuthorizationServer((server) -> http.securityMatcher(server.getEndpointsMatcher()));
		http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
		http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
				new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
		return http.build();
	}

	/** What every login of a test application has in common. */
	static HttpSecurity open(HttpSecurity http) {
		http.csrf((csrf) -> csrf.ignoringRequestMatchers("/open/**"));
		http.authorizeHttpRequests(
				(requests) -> requests.requestMatchers("/open/**").permitAll().anyRequest().authenticated());
		return http;
	}

	/** bcrypt, at a cost that tests can pay, and what it was asked for. */
	static final class CountingEncoder implements PasswordEncoder {

		private final PasswordEncoder bcrypt = new BCryptPasswordEncoder(4);

		private final List<String> calls = new ArrayList<>();

		@Override
		public synchronized String encode(CharSequence rawPassword) {
			this.calls.add("encode");
			return Objects.requireNonNull(this.bcrypt.encode(rawPassword));
		}

		@Override
		public synchronized boolean matches(CharSequence rawPassword, String encodedPassword) {
			this.calls.add("matches");
			return this.bcrypt.matches(rawPassword, encodedPassword);
		}

		/** The calls since the last time. */
		synchronized List<String> take() {
			List<String> taken = List.copyOf(this.calls);
			this.calls.clear();
			return taken;
		}

	}

	/** The authentication events of Spring Security. */
	static final class Events {

		private final List<AbstractAuthenticationEvent> events = new ArrayList<>();

		@EventListener
		synchronized void on(AbstractAuthenticationEvent event) {
			this.events.add(event);
		}

		/** The types of the events since the last time, with the user's name. */
		synchronized List<String> take() {
			List<String> taken = this.events.stream()
				.map((event) -> event.getClass().getSimpleName() + " " + event.getAuthentication().getName())
				.toList();
			this.events.clear();
			return taken;
		}

	}

}
