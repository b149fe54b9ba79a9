package io.claimflow.spring.signin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Collections;

import io.claimflow.spring.password.PasswordWorkflow;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.jackson.SecurityJacksonModules;
import org.springframework.web.filter.OncePerRequestFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sign-ins of an application that keeps its sessions elsewhere, and so reads them back at
 * each request.
 */
class SerializedSessionTests {

	private static final String FIELD = PasswordWorkflow.file("user:existing_password_provided");

	private static SignInServer server;

	private static volatile Format format = Format.JAVA;

	@BeforeAll
	static void start() {
		server = new SignInServer(
				SignInServer.builder("")
					.write(FIELD, PasswordWorkflow.source("user:existing_password_provided",
							"if (auth.providedEmail === 'old') invalidateFormField('p_email', 'Another, please');"))
					.with(Sessions.class)
					.start());
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Browser browser(Format sessions) {
		format = sessions;
		return new Browser(server.server());
	}

	private static void says(Browser browser, String message) {
		SessionsElsewhere.failure = "";
		assertThat(browser.get("/login?error").status()).isEqualTo(200);
		assertThat(SessionsElsewhere.failure).startsWith(message);
	}

	@ParameterizedTest
	@EnumSource
	void fieldErrorIsShown(Format sessions) {
		server.workflow("");
		Browser browser = browser(sessions);
		browser.post("/login", "username", "old", "password", "x");
		says(browser, "Another, please");
	}

	@ParameterizedTest
	@EnumSource
	void denialIsShown(Format sessions) {
		server.workflow("denyAccess('Not today');");
		Browser browser = browser(sessions);
		browser.authorize(AuthServerConfiguration.JWT);
		browser.signIn();
		says(browser, "Not today");
		server.workflow("");
		assertThat(browser.signIn().location()).contains("/oauth2/authorize");
	}

	@ParameterizedTest
	@EnumSource
	void failureIsShown(Format sessions) {
		server.workflow("throw new Error('broken');");
		Browser browser = browser(sessions);
		browser.signIn();
		says(browser, "The sign-in could not be completed (run ");
	}

	@ParameterizedTest
	@EnumSource
	void userWhomTheWorkflowLetInStaysSignedIn(Format sessions) {
		server.workflow("");
		Browser browser = browser(sessions);
		browser.authorize(AuthServerConfiguration.JWT);
		browser.signIn();
		server.runs();
		assertThat(browser.authorize(AuthServerConfiguration.JWT).location()).contains("code=");
		assertThat(server.runs()).as("judged already").isEmpty();
	}

	/** How a session is kept between requests. */
	enum Format {

		JAVA {
			@Override
			Object copy(Object value) throws Exception {
				ByteArrayOutputStream bytes = new ByteArrayOutputStream();
				new ObjectOutputStream(bytes).writeObject(value);
				return new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
			}
		},

		JSON {
			private final JsonMapper mapper = JsonMapper.builder()
				.addModules(SecurityJacksonModules.getModules(SerializedSessionTests.class.getClassLoader()))
				.build();

			@Override
			Object copy(Object value) {
				return this.mapper.readValue(this.mapper.writeValueAsBytes(value), Object.class);
			}
		};

		abstract Object copy(Object value) throws Exception;

	}

	@Configuration(proxyBeanMethods = false)
	static class Sessions {

		@Bean
		FilterRegistrationBean<SessionsElsewhere> sessionsElsewhere() {
			FilterRegistrationBean<SessionsElsewhere> registration = new FilterRegistrationBean<>(
					new SessionsElsewhere());
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	/** Writes and reads each attribute, as a repository of sessions does. */
	static final class SessionsElsewhere extends OncePerRequestFilter {

		/** What a login page would show. */
		private static volatile String failure = "";

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			HttpSession session = request.getSession(false);
			if (session != null) {
				for (String name : Collections.list(session.getAttributeNames())) {
					try {
						Object value = format.copy(session.getAttribute(name));
						session.setAttribute(name, value);
						failure = (value instanceof AuthenticationException ex) ? String.valueOf(ex.getMessage())
								: failure;
					}
					catch (Exception ex) {
						throw new ServletException("The attribute " + name + " is not read back", ex);
					}
				}
			}
			chain.doFilter(request, response);
		}

	}

}
