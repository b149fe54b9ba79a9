package io.claimflow.spring.mfa;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Trigger;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.server.RecordedRuns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A server that signs users in with a password and a one-time token, and a workflow of
 * {@code user:pre_mfa} that a test can replace.
 */
final class MfaServer implements AutoCloseable {

	private static final String FILE = "kindeSrc/environment/workflows/mfaWorkflow.ts";

	private final AuthServer server;

	MfaServer(AuthServer server) {
		this.server = server;
	}

	/** A server whose rules of a configuration ask for factors. */
	static MfaServer start(Class<?>... configurations) {
		return new MfaServer(builder("").with(configurations).start());
	}

	/** A server whose workflow runs a body. */
	static AuthServer.Builder builder(String body) {
		return AuthServer.builder().write(FILE, source("stop", body)).with(Application.class, RecordedRuns.class);
	}

	AuthServer server() {
		return this.server;
	}

	Browser browser() {
		return new Browser(this.server);
	}

	/** A browser whose user has given the password, and no more. */
	Browser browserWithPassword() {
		Browser browser = browser();
		browser.signIn();
		return browser;
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
		this.server.write(FILE, source("stop", "").replace("user:pre_mfa", "user:post_authentication"));
		this.server.deploy();
	}

	private static String source(String failurePolicy, String body) {
		return """
				import { denyAccess, setEnforcementPolicy } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "mfa", trigger: "user:pre_mfa", failurePolicy: { action: "%s" },
				  bindings: { "kinde.auth": {}, "kinde.mfa": {} },
				};
				export default async function (event: any) {
				%s
				}
				""".formatted(failurePolicy, body);
	}

	/** Gives the one-time token, as a mail would bring it. */
	Response giveOneTimeToken(Browser browser) {
		browser.post("/ott/generate", "username", AuthServerConfiguration.USER);
		return browser.post("/login/ott", "token", this.server.context().getBean(Application.class).oneTimeToken.get());
	}

	/** The runs of the trigger since the last call. */
	List<WorkflowRun> runs() {
		return this.server.context()
			.getBean(RecordedRuns.class)
			.take()
			.stream()
			.filter((run) -> run.workflow().trigger().equals(Trigger.PRE_MFA))
			.toList();
	}

	@Override
	public void close() {
		this.server.close();
	}

	/** Asks for both factors in every rule. */
	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(
			authorities = { FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY })
	static class TwoFactors {

	}

	/** The chains and the pages. */
	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Application {

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
			LoginUrlAuthenticationEntryPoint login = new LoginUrlAuthenticationEntryPoint("/login");
			http.exceptionHandling((exceptions) -> exceptions
				.defaultAuthenticationEntryPointFor(login, new MediaTypeRequestMatcher(MediaType.TEXT_HTML))
				.defaultDeniedHandlerForMissingAuthority(login, FactorGrantedAuthority.OTT_AUTHORITY));
			return http.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			http.authorizeHttpRequests((requests) -> requests.requestMatchers("/public")
				.permitAll()
				.requestMatchers("/admin")
				.hasRole("ADMIN")
				.anyRequest()
				.authenticated());
			http.formLogin(Customizer.withDefaults());
			http.rememberMe(Customizer.withDefaults());
			http.oneTimeTokenLogin((login) -> login.tokenGenerationSuccessHandler(
					(request, response, token) -> this.oneTimeToken.set(token.getTokenValue())));
			http.exceptionHandling(
					(exceptions) -> exceptions.defaultAccessDeniedHandlerFor((request, response, denied) -> {
						response.setStatus(403);
						response.getWriter().write(denied.getClass().getSimpleName() + ": " + denied.getMessage());
					}, AnyRequestMatcher.INSTANCE));
			return http.build();
		}

		@GetMapping({ "/home", "/admin", "/public" })
		String page() {
			return "a page";
		}

	}

}
