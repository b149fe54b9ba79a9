package io.claimflow.spring.signin;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Trigger;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.RecordedRuns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;

/**
 * A server with a workflow of {@code user:post_authentication}, which a test can replace.
 */
final class SignInServer implements AutoCloseable {

	private static final String FILE = "kindeSrc/environment/workflows/signInWorkflow.ts";

	private static final String SIGN_UP_FILE = "kindeSrc/environment/workflows/signUpWorkflow.ts";

	private final AuthServer server;

	SignInServer(AuthServer server) {
		this.server = server;
	}

	/** A server with Spring Boot's own chains, or those of some configurations. */
	static SignInServer start(Class<?>... configurations) {
		return new SignInServer(builder("").with(configurations).start());
	}

	/** A server whose workflow runs a body. */
	static AuthServer.Builder builder(String body) {
		return AuthServer.builder().write(FILE, source("stop", body)).with(RecordedRuns.class);
	}

	AuthServer server() {
		return this.server;
	}

	/** Replaces the workflow; the next sign-in runs it. */
	void workflow(String body) {
		workflow("stop", body);
	}

	void workflow(String failurePolicy, String body) {
		this.server.write(FILE, source(failurePolicy, body));
		this.server.deploy();
		runs();
	}

	/** Takes the workflow away. */
	void withoutWorkflow() {
		this.server.write(FILE, source("stop", "").replace("user:post_authentication", "user:tokens_generation"));
		this.server.deploy();
	}

	/** Adds a workflow of {@code user:pre_registration}. */
	void signUpWorkflow(String failurePolicy, String body) {
		this.server.write(SIGN_UP_FILE, source(failurePolicy, body).replace("sign-in", "sign-up")
			.replace("post_authentication", "pre_registration"));
		this.server.deploy();
		allRuns();
	}

	/** Takes it away. */
	void withoutSignUpWorkflow() {
		this.server.write(SIGN_UP_FILE, source("stop", "").replace("sign-in", "sign-up")
			.replace("user:post_authentication", "user:tokens_generation"));
		this.server.deploy();
		allRuns();
	}

	private static String source(String failurePolicy, String body) {
		return """
				import { denyAccess } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "sign-in", trigger: "user:post_authentication", failurePolicy: { action: "%s" },
				  bindings: { "kinde.auth": {} },
				};
				export default async function (event: any) {
				%s
				}
				""".formatted(failurePolicy, body);
	}

	/** The runs of sign-ups and sign-ins since the last call. */
	List<WorkflowRun> allRuns() {
		return this.server.context()
			.getBean(RecordedRuns.class)
			.take()
			.stream()
			.filter((run) -> !run.workflow().trigger().equals(Trigger.USER_TOKENS_GENERATION))
			.toList();
	}

	/** The runs of sign-ins since the last call. */
	List<WorkflowRun> runs() {
		return allRuns().stream()
			.filter((run) -> run.workflow().trigger().equals(Trigger.POST_AUTHENTICATION))
			.toList();
	}

	/** The value of {@code context.auth} in the only run since the last call. */
	@SuppressWarnings("unchecked")
	Map<String, Object> auth() {
		List<WorkflowRun> runs = runs();
		if (runs.size() != 1) {
			throw new IllegalStateException("Not one run: " + runs);
		}
		return (Map<String, Object>) runs.get(0).event().context().get("auth");
	}

	@Override
	public void close() {
		this.server.close();
	}

	/**
	 * An application with the ways to sign in that need no other party: password,
	 * one-time token, remember-me, and HTTP basic that begins a session.
	 */
	@Configuration(proxyBeanMethods = false)
	static class EveryLocalWay {

		private final AtomicReference<String> oneTimeToken = new AtomicReference<>("");

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServerChain(HttpSecurity http) {
			http.oauth2AuthorizationServer((authorizationServer) -> {
				http.securityMatcher(authorizationServer.getEndpointsMatcher());
				authorizationServer.oidc(Customizer.withDefaults())
					.pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.oauth2ResourceServer((resourceServer) -> resourceServer.jwt(Customizer.withDefaults()));
			http.exceptionHandling((exceptions) -> exceptions.defaultAuthenticationEntryPointFor(
					new LoginUrlAuthenticationEntryPoint("/login"), new MediaTypeRequestMatcher(MediaType.TEXT_HTML)));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.formLogin((login) -> login.failureHandler(EveryLocalWay::tell));
			http.oneTimeTokenLogin((login) -> login.failureHandler(EveryLocalWay::tell)
				.tokenGenerationSuccessHandler(
						(request, response, token) -> this.oneTimeToken.set(token.getTokenValue())));
			http.rememberMe(Customizer.withDefaults());
			http.httpBasic((basic) -> basic.securityContextRepository(new HttpSessionSecurityContextRepository()));
			return http.build();
		}

		/** What the application itself makes of a sign-in that failed. */
		private static void tell(HttpServletRequest request, HttpServletResponse response, AuthenticationException ex)
				throws IOException {
			response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
			response.getWriter().write(ex.getClass().getSimpleName() + ": " + ex.getMessage());
		}

		/** The last one-time token, as a mail would bring it. */
		String oneTimeToken() {
			return this.oneTimeToken.get();
		}

	}

}
