package io.claimflow.spring.signin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.sun.net.httpserver.HttpServer;
import io.claimflow.Trigger;
import io.claimflow.spring.registration.FederatedUser;
import io.claimflow.spring.registration.FederatedUserRecords;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.saml2.provider.service.authentication.DefaultSaml2AuthenticatedPrincipal;
import org.springframework.security.saml2.provider.service.authentication.Saml2AssertionAuthentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2Authentication;
import org.springframework.security.saml2.provider.service.authentication.Saml2ResponseAssertion;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationFailureHandler;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for sign-ins that another party vouches for, and the sign-ups that they can be:
 * an OpenID Connect issuer, which is a second server, and a SAML identity provider.
 */
class FederatedSignInTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	/** Says who users are whom the issuer vouches for without an ID token. */
	private static HttpServer users;

	private static AuthServer issuer;

	private static SignInServer server;

	@BeforeAll
	static void start() throws IOException {
		users = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		users.createContext("/", (exchange) -> {
			byte[] body = "{\"login\":\"octo\",\"email\":\"octo@example.com\"}".getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
			exchange.close();
		});
		users.start();
		issuer = AuthServer.builder().user("""
				Object.assign(idTokenCustomClaims<any>(), { email: "alice@example.com", groups: ["editors", "staff"],
				  address: { country: "NZ" } });
				accessTokenCustomClaims<any>().groups = ["contractors"];
				""").start();
		server = new SignInServer(SignInServer.builder("")
			.with(Federation.class)
			.property("test.issuer", issuer.url(""))
			.property("test.users", "http://localhost:" + users.getAddress().getPort())
			.start());
	}

	@AfterAll
	static void stop() {
		server.close();
		issuer.close();
		users.stop(0);
	}

	@BeforeEach
	void everybodyIsKnown() {
		records().known.addAll(List.of(AuthServerConfiguration.USER, "alice"));
		records().failure = null;
		server.withoutSignUpWorkflow();
		server.server().context().getBean(Failures.class).messages.clear();
	}

	private static Records records() {
		return server.server().context().getBean(Records.class);
	}

	private static List<String> failures() {
		return server.server().context().getBean(Failures.class).messages;
	}

	private static Browser browser() {
		return new Browser(server.server(), "127.0.0.1");
	}

	/** Comes back from the issuer, where the user has just signed in. */
	private static Response signIn(Browser browser) {
		return signIn(browser, "Acme");
	}

	private static Response signIn(Browser browser, String registrationId) {
		String toIssuer = browser.get("/oauth2/authorization/" + registrationId).location();
		assertThat(browser.get(toIssuer).location()).isEqualTo(issuer.url("/login"));
		browser.post(issuer.url("/login"), "username", AuthServerConfiguration.USER, "password",
				AuthServerConfiguration.PASSWORD);
		return browser.get(browser.get(toIssuer).location());
	}

	@Test
	void claimsOfTheProvidersAccessTokenDecide() {
		server.workflow("""
				const { claims } = event.context.auth.provider.data.accessToken;
				if (claims.groups.includes("contractors")) denyAccess("Not for " + claims.groups[0]);
				""");
		Browser browser = browser();
		signIn(browser);
		assertThat(browser.get("/home").status()).isNotEqualTo(200);
		assertThat(server.runs()).singleElement()
			.extracting((run) -> run.outcome().denial().orElseThrow().reason())
			.isEqualTo("Not for contractors");
		assertThat(String.valueOf(server.runs())).doesNotContain("eyJ");
	}

	@Test
	void theEventHasTheClaimsOfTheIdToken() {
		server.workflow("");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(signIn(browser).location()).location()).contains("code=");
		Map<String, Object> auth = server.auth();
		assertThat(auth).containsEntry("connectionId", "Acme").containsEntry("isNewUserRecordCreated", false);
		assertThat(auth).extractingByKey("provider", InstanceOfAssertFactories.MAP)
			.containsEntry("protocol", "oauth2")
			.containsEntry("provider", "acme")
			.extractingByKey("data", InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("idToken", "accessToken")
			.extractingByKey("idToken", InstanceOfAssertFactories.MAP)
			.extractingByKey("claims", InstanceOfAssertFactories.MAP)
			.containsEntry("iss", issuer.url(""))
			.containsEntry("sub", AuthServerConfiguration.USER)
			.containsEntry("email", "alice@example.com")
			.containsEntry("groups", List.of("editors", "staff"))
			.containsEntry("address", Map.of("country", "NZ"))
			.hasEntrySatisfying("iat", (iat) -> assertThat(iat).isInstanceOf(Long.class));
	}

	@Test
	void aNewUserOfAnIssuerSignsUpAndThenSignsIn() {
		server.workflow("");
		server.signUpWorkflow("stop", "");
		records().known.clear();
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(signIn(browser).location()).location()).contains("code=");
		assertThat(records().known).containsExactly(AuthServerConfiguration.USER);
		List<WorkflowRun> runs = server.allRuns();
		assertThat(runs).extracting((run) -> run.workflow().trigger())
			.containsExactly(Trigger.PRE_REGISTRATION, Trigger.POST_AUTHENTICATION);
		assertThat(runs.get(0).event())
			.extracting("context.user", "context.auth.connectionId", "context.auth.provider.data.idToken.claims.sub",
					"request.authUrlParams.state", "context.application.clientId")
			.containsExactly(Map.of("email", "alice@example.com"), "Acme", AuthServerConfiguration.USER, "st ate/1",
					CLIENT);
		assertThat(runs.get(1).event()).extracting("context.auth.isNewUserRecordCreated").isEqualTo(true);

		browser = browser();
		browser.authorize(CLIENT);
		signIn(browser);
		assertThat(server.allRuns()).singleElement()
			.extracting("event.context.auth.isNewUserRecordCreated")
			.isEqualTo(false);
	}

	/** Such as one that is asked who the user is, as it issues no ID tokens. */
	@Test
	void aNewUserOfAProviderWithoutIdTokensSignsUpAndThenSignsIn() {
		server.workflow("");
		server.signUpWorkflow("stop", "");
		records().known.clear();
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(signIn(browser, "Plain").location()).location()).contains("code=");
		List<WorkflowRun> runs = server.allRuns();
		assertThat(runs).extracting((run) -> run.workflow().trigger())
			.containsExactly(Trigger.PRE_REGISTRATION, Trigger.POST_AUTHENTICATION);
		assertThat(runs.get(0).event()).extracting("context.user", "context.auth.connectionId")
			.containsExactly(Map.of("email", "octo@example.com"), "Plain");
		assertThat(runs.get(1).event()).extracting("context.user.id", "context.auth.provider").satisfies((values) -> {
			assertThat(values.get(0)).isEqualTo("octo");
			assertThat(values.get(1)).asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("protocol", "oauth2")
				.containsEntry("provider", "plain")
				.extractingByKey("data", InstanceOfAssertFactories.MAP)
				.containsOnlyKeys("accessToken");
		});
	}

	@Test
	void aSignUpThatIsDeniedMakesNoRecordAndNoSession() {
		server.workflow("");
		server.signUpWorkflow("stop",
				"if (event.context.user.email.endsWith('@example.com')) denyAccess('Not from there');");
		records().known.clear();
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(signIn(browser).location()).endsWith("/login?error");
		assertThat(failures()).containsExactly("SignUpDeniedException: Not from there");
		assertThat(records().known).isEmpty();
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.allRuns()).extracting((run) -> run.workflow().trigger())
			.containsExactly(Trigger.PRE_REGISTRATION);
	}

	@Test
	void aSignUpWhoseRunFailsEndsUnlessItMayFail() {
		server.workflow("");
		server.signUpWorkflow("stop", "throw new Error('row 17 is missing');");
		records().known.clear();
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(signIn(browser).location()).endsWith("/login?error");
		assertThat(failures()).singleElement()
			.asString()
			.matches("SignUpDeniedException: This could not be checked \\(run [0-9a-f]{16}\\)");
		assertThat(records().known).isEmpty();
		server.signUpWorkflow("continue", "throw new Error('row 17 is missing');");
		browser = browser();
		browser.authorize(CLIENT);
		assertThat(browser.get(signIn(browser).location()).location()).contains("code=");
		assertThat(records().known).containsExactly(AuthServerConfiguration.USER);
	}

	@Test
	void recordsThatRefuseAUserEndTheSignIn() {
		server.workflow("");
		records().known.clear();
		for (RuntimeException failure : List.of(new DisabledException("That address is somebody else's"),
				new IllegalStateException("no database"))) {
			records().failure = failure;
			Browser browser = browser();
			browser.authorize(CLIENT);
			assertThat(signIn(browser).location()).endsWith("/login?error");
			assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		}
		assertThat(failures()).first().isEqualTo("DisabledException: That address is somebody else's");
		assertThat(failures()).last().asString().startsWith("UnknownUserRecordException: ");
		assertThat(server.allRuns()).isEmpty();
	}

	@Test
	void aNewUserOfASamlIdentityProviderSignsUp() {
		server.workflow("");
		server.signUpWorkflow("stop", "");
		for (String path : List.of("/saml", "/saml-of-old")) {
			records().known.clear();
			browser().get(path);
			assertThat(server.allRuns()).first()
				.extracting("workflow.trigger", "event.context.auth.connectionId", "event.context.user")
				.containsExactly(Trigger.PRE_REGISTRATION, "Okta", Map.of("email", "alice@example.org"));
			assertThat(records().known).containsExactly("alice");
		}
	}

	@Test
	void anotherProvidersUserOfTheSameNameIsAnotherUser() {
		server.workflow("if (event.context.auth.connectionId === 'Evil') denyAccess('Not from there');");
		Browser browser = browser();
		browser.get("/saml");
		browser.get("/saml");
		assertThat(server.runs()).hasSize(1);
		assertThat(browser.get("/saml-of-another").location()).endsWith("/login?error");
		assertThat(server.runs()).hasSize(1);
		assertThat(failures()).containsExactly("SignInDeniedException: Not from there");
	}

	@Test
	void aDeniedUserOfAnIssuerHasNoSession() {
		server.workflow(
				"if (event.context.auth.provider.data.idToken.claims.groups.includes('staff')) denyAccess('no');");
		Browser browser = browser();
		browser.authorize(CLIENT);
		assertThat(signIn(browser).location()).endsWith("/login?error");
		assertThat(browser.authorize(CLIENT).location()).endsWith("/login");
		assertThat(server.runs()).hasSize(1);
	}

	@Test
	void theEventHasTheAttributesOfASamlAssertion() {
		server.workflow("");
		for (String path : List.of("/saml", "/saml-of-old")) {
			Browser browser = browser();
			browser.get(path);
			assertThat(server.auth()).as(path)
				.containsEntry("connectionId", "Okta")
				.containsEntry("provider",
						Map.of("protocol", "saml", "provider", "okta", "data",
								Map.of("assertion",
										Map.of("attributeStatements",
												List.of(Map.of("attributes", List.of(
														Map.of("name", "groups", "values",
																List.of(Map.of("value", "editors"),
																		Map.of("value", 7))),
														Map.of("name", "mail", "values",
																List.of(Map.of("value", "alice@example.org"))))))))));
			assertThat(browser.authorize(CLIENT).location()).contains("code=");
			assertThat(server.runs()).isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AuthorizationServerChain.class, Records.class, Failures.class })
	static class Federation {

		private static final Map<String, List<Object>> ATTRIBUTES = new TreeMap<>(
				Map.of("groups", List.of("editors", 7), "mail", List.of("alice@example.org")));

		@Bean
		ClientRegistrationRepository clientRegistrations(@Value("${test.issuer}") String location,
				@Value("${test.users}") String users) {
			ClientRegistration.Builder client = ClientRegistrations.fromIssuerLocation(location)
				.registrationId("Acme")
				.clientId(CLIENT)
				.clientSecret("secret-" + CLIENT)
				.scope("openid", "profile")
				.redirectUri("{baseUrl}/callback");
			return new InMemoryClientRegistrationRepository(client.build(),
					client.registrationId("Plain")
						.scope("profile")
						.userInfoUri(users)
						.userNameAttributeName("login")
						.build());
		}

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, Failures failures) {
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.oauth2Login((login) -> login.redirectionEndpoint((endpoint) -> endpoint.baseUri("/callback"))
				.failureHandler(failures));
			http.addFilterBefore(new SamlSignIn("/saml", assertion("Okta"), failures),
					UsernamePasswordAuthenticationFilter.class);
			http.addFilterBefore(new SamlSignIn("/saml-of-another", assertion("Evil"), failures),
					UsernamePasswordAuthenticationFilter.class);
			http.addFilterBefore(new SamlSignIn("/saml-of-old", oldAssertion(), failures),
					UsernamePasswordAuthenticationFilter.class);
			return http.build();
		}

		private static Authentication assertion(String registrationId) {
			return new Saml2AssertionAuthentication("alice",
					Saml2ResponseAssertion.withResponseValue("<Response/>")
						.nameId("alice")
						.attributes(ATTRIBUTES)
						.build(),
					AuthorityUtils.createAuthorityList("ROLE_USER"), registrationId);
		}

		@SuppressWarnings("deprecation") // applications still have it
		private static Authentication oldAssertion() {
			DefaultSaml2AuthenticatedPrincipal principal = new DefaultSaml2AuthenticatedPrincipal("alice", ATTRIBUTES);
			principal.setRelyingPartyRegistrationId("Okta");
			return new Saml2Authentication(principal, "<Response/>", AuthorityUtils.createAuthorityList("ROLE_USER"));
		}

	}

	/** Whom the application knows. */
	static final class Records implements FederatedUserRecords {

		private final Set<String> known = new HashSet<>();

		private @Nullable RuntimeException failure;

		@Override
		public boolean exists(FederatedUser user) {
			return this.known.contains(user.authentication().getName());
		}

		@Override
		public boolean create(FederatedUser user) {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.known.add(user.authentication().getName());
		}

	}

	/** What the application's own failure handler is told. */
	static final class Failures extends SimpleUrlAuthenticationFailureHandler {

		private final List<String> messages = new ArrayList<>();

		Failures() {
			super("/login?error");
		}

		@Override
		public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
				AuthenticationException exception) throws IOException, ServletException {
			this.messages.add(exception.getClass().getSimpleName() + ": " + exception.getMessage());
			super.onAuthenticationFailure(request, response, exception);
		}

	}

	/** Stands for a SAML identity provider and the exchange with it. */
	private static final class SamlSignIn extends AbstractAuthenticationProcessingFilter {

		private final Authentication result;

		SamlSignIn(String path, Authentication result, Failures failures) {
			super(path);
			setAuthenticationFailureHandler(failures);
			this.result = result;
			setSecurityContextRepository(new HttpSessionSecurityContextRepository());
			setAuthenticationManager((authentication) -> result);
		}

		@Override
		public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
			return this.result;
		}

	}

}
