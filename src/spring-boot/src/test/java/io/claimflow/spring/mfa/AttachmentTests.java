package io.claimflow.spring.mfa;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.Browser;
import io.claimflow.spring.signin.SignInEventDetails;
import jakarta.servlet.http.HttpServletRequest;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.authorization.AllAuthoritiesAuthorizationManager;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationManagerFactories;
import org.springframework.security.authorization.AuthorizationManagerFactory;
import org.springframework.security.authorization.AuthorizationManagers;
import org.springframework.security.authorization.DefaultAuthorizationManagerFactory;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authorization.EnableMultiFactorAuthentication;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the ways in which an application asks for a second factor.
 */
@ExtendWith(OutputCaptureExtension.class)
class AttachmentTests {

	private static final String SKIP = "setEnforcementPolicy('skip');";

	private static MfaServer start(String body, Class<?>... configurations) {
		return new MfaServer(MfaServer.builder(body).with(configurations).start());
	}

	@Test
	void springBootsOwnChainsServeClientsAndUsers() {
		try (AuthServer server = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().ran = true;")
			.write("kindeSrc/environment/workflows/mfaWorkflow.ts",
					"""
							export const workflowSettings = { id: "mfa", trigger: "user:pre_mfa", bindings: { "kinde.mfa": {} } };
							export default () => (globalThis as any).kinde.mfa.setEnforcementPolicy("skip");
							""")
			.with(MfaServer.TwoFactors.class)
			.start()) {
			assertThat(server.clientCredentials(AuthServerConfiguration.JWT).accessTokenClaims()).containsEntry("ran",
					true);
			assertThat(server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid").status()).isEqualTo(200);
		}
	}

	@Test
	void methodSecurityAsksForTheSameFactorsAndHearsTheSameDecision() {
		try (MfaServer server = start(SKIP, MfaServer.TwoFactors.class, Methods.class)) {
			assertThat(server.browserWithPassword().get("/method").status()).isEqualTo(200);
			assertThat(server.runs()).hasSize(1);
			server.workflow("");
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/method").location()).contains("factor.type=ott");
			assertThat(server.runs()).hasSize(1);
		}
	}

	@Test
	void usersWhoNeedNoSecondFactorAreNotAskedAbout() {
		try (MfaServer server = start("denyAccess('no');", ForOthers.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").status()).isEqualTo(200);
			server.giveOneTimeToken(browser);
			assertThat(browser.get("/home").status()).isEqualTo(200);
			assertThat(server.runs()).isEmpty();
		}
	}

	@Test
	void aRuleThatIsContentWithOneFactorAsksNothing() {
		try (MfaServer server = start("denyAccess('no');", OneFactor.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").status()).isEqualTo(200);
			server.giveOneTimeToken(browser);
			assertThat(browser.get("/home").status()).isEqualTo(200);
			assertThat(server.runs()).isEmpty();
		}
	}

	@Test
	void aUserOfTheApplicationsOwnClassIsNotJudgedAsACopyOfAnotherClass(CapturedOutput output) {
		try (MfaServer server = start(SKIP, MfaServer.TwoFactors.class, Members.class)) {
			for (String kind : List.of("subclass", "decorator")) {
				Members.kind = kind;
				assertThat(server.browserWithPassword().get("/home").location()).as(kind).contains("factor.type=ott");
			}
			assertThat(output).contains("whose Authentication is of the class " + Member.class.getName(),
					"whose Authentication is of the class " + Wrapped.class.getName());
			Members.kind = "subclass that says how it is copied";
			assertThat(server.browserWithPassword().get("/home").status()).isEqualTo(200);
		}
	}

	@Test
	void aFactorThatIsTooOldIsNotWaived() {
		try (MfaServer server = start(SKIP, OldPassword.class)) {
			assertThat(server.browserWithPassword().get("/home").location()).contains("factor.type=password",
					"factor.reason=expired");
			assertThat(server.runs().get(0).event().context()).extractingByKey("mfa")
				.asInstanceOf(InstanceOfAssertFactories.MAP)
				.containsEntry("enabledFactors", List.of("mfa:email"));
		}
	}

	@Test
	void bearersOfAccessTokensAreLeftToTheRules() {
		try (MfaServer server = start(SKIP, MfaServer.TwoFactors.class);
				MfaServer open = start(SKIP, MfaServer.TwoFactors.class, OpenToBearers.class)) {
			assertThat(userInfo(server).location()).contains("factor.type=ott");
			assertThat(userInfo(open).json()).containsEntry("sub", AuthServerConfiguration.USER);
			assertThat(server.runs()).hasSize(1);
			assertThat(open.runs()).hasSize(1);
		}
	}

	private static Response userInfo(MfaServer server) {
		String token = server.server()
			.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid")
			.text("access_token");
		return server.server().get("/userinfo", token);
	}

	@Test
	void whatStandsBesideTheFactorsOfAFactoryStands() {
		try (MfaServer server = start(SKIP, FactorsAndMore.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").status()).isEqualTo(200);
			assertThat(browser.get("/home?closed").status()).isEqualTo(403);
			assertThat(server.runs()).hasSize(1);
		}
	}

	@Test
	void someRulesOfAnApplicationTakeTheWorkflow(CapturedOutput output) {
		try (MfaServer server = start(SKIP, SomeRules.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").status()).isEqualTo(200);
			assertThat(server.runs()).isEmpty();
			assertThat(browser.get("/vault").status()).isEqualTo(200);
			assertThat(browser.get("/vault/admin").status()).isEqualTo(403);
			assertThat(browser.get("/vault/strict").status()).isEqualTo(403);
			assertThat(server.runs()).hasSize(1);
		}
		assertThat(output).doesNotContain("The workflow of user:pre_mfa");
	}

	@Test
	void withoutARuleThatAsksForFactorsTheLogSaysWhatToDo(CapturedOutput output) {
		try (MfaServer server = start("denyAccess('no');")) {
			assertThat(server.browserWithPassword().get("/home").status()).isEqualTo(200);
			assertThat(server.runs()).isEmpty();
		}
		assertThat(output).contains("The workflow of user:pre_mfa never runs", "@EnableMultiFactorAuthentication",
				"workflow.applyTo(rule)");
	}

	@Test
	void aFactoryOfTheApplicationsOwnStaysAndTheLogSaysWhatToDo(CapturedOutput output) {
		try (MfaServer server = start(SKIP, OwnFactory.class)) {
			assertThat(server.browserWithPassword().get("/home").location()).contains("factor.type=ott");
			assertThat(server.runs()).isEmpty();
		}
		assertThat(output)
			.contains("cannot run for the rules of the bean 'ownFactory'", OwnFactory.Rules.class.getName(),
					"workflow.applyTo(rule)")
			.doesNotContain("never runs");
	}

	@Test
	void withoutAWorkflowTheLogSaysNothing(CapturedOutput output) {
		AuthServer.builder().m2m("").with(OwnFactory.class).start().close();
		assertThat(output).doesNotContain("user:pre_mfa");
	}

	@Test
	void aDecisionOutlivesTheSessionThatTheSecondFactorReplaces() {
		try (MfaServer server = start("denyAccess('no');", MfaServer.TwoFactors.class, NewSessions.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").status()).isEqualTo(403);
			server.giveOneTimeToken(browser);
			assertThat(browser.get("/home").status()).isEqualTo(403);
			assertThat(server.runs()).hasSize(1);
		}
	}

	@Test
	void theApplicationSaysWhoTheUserIsAndWhere() {
		try (MfaServer server = start("", MfaServer.TwoFactors.class, Details.class)) {
			server.browserWithPassword().get("/home");
			assertThat(server.runs().get(0).event().context()).containsEntry("user", Map.of("id", "kp_1"))
				.containsEntry("organization", Map.of("code", "org_1"))
				.containsEntry("application", Map.of());
		}
	}

	@Test
	void aSignInThatCannotBeDescribedNeedsItsSecondFactor(CapturedOutput output) {
		try (MfaServer server = start(SKIP, MfaServer.TwoFactors.class, BrokenDetails.class)) {
			Browser browser = server.browserWithPassword();
			assertThat(browser.get("/home").location()).contains("factor.type=ott");
			assertThat(browser.get("/home").location()).contains("factor.type=ott");
			assertThat(server.runs()).isEmpty();
		}
		assertThat(output.getAll().split("could not be described", -1)).hasSize(2);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@RestController
	static class Methods {

		@Bean
		@Order(0)
		SecurityFilterChain methodChain(HttpSecurity http) {
			http.securityMatcher("/method");
			http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll());
			http.exceptionHandling((exceptions) -> exceptions.defaultDeniedHandlerForMissingAuthority(
					new LoginUrlAuthenticationEntryPoint("/login"), FactorGrantedAuthority.OTT_AUTHORITY));
			return http.build();
		}

		@GetMapping("/method")
		@PreAuthorize("isAuthenticated()")
		String method() {
			return "a page";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(authorities = {})
	static class ForOthers {

		@Bean
		AuthorizationManagerFactory<Object> factory() {
			return AuthorizationManagerFactories.multiFactor()
				.requireFactors(FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY)
				.when((user) -> !AuthServerConfiguration.USER.equals(user.getName()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(authorities = FactorGrantedAuthority.PASSWORD_AUTHORITY)
	static class OneFactor {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(authorities = FactorGrantedAuthority.OTT_AUTHORITY)
	static class OldPassword {

		@Bean
		Customizer<AuthorizationManagerFactories.AdditionalRequiredFactorsBuilder<Object>> noPasswordIsNewEnough() {
			return (factors) -> factors
				.requireFactor((factor) -> factor.passwordAuthority().validDuration(Duration.ZERO));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenToBearers {

		@Bean
		Customizer<AuthorizationManagerFactories.AdditionalRequiredFactorsBuilder<Object>> usersOnly() {
			return (factors) -> factors.when((user) -> !(user instanceof AbstractOAuth2TokenAuthenticationToken));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactorsAndMore {

		@Bean
		AuthorizationManagerFactory<Object> factory() {
			DefaultAuthorizationManagerFactory<Object> factory = new DefaultAuthorizationManagerFactory<>();
			AuthorizationManager<Object> factors = AllAuthoritiesAuthorizationManager
				.hasAllAuthorities(FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY);
			AuthorizationManager<Object> another = AllAuthoritiesAuthorizationManager.hasAllAuthorities("FACTOR_PIN");
			factory.setAdditionalAuthorization(
					AuthorizationManagers.allOf(factors, another, FactorsAndMore::whileItIsOpen));
			return factory;
		}

		private static AuthorizationDecision whileItIsOpen(Supplier<? extends Authentication> user, Object object) {
			HttpServletRequest request = ((RequestAuthorizationContext) object).getRequest();
			return new AuthorizationDecision(!"closed".equals(request.getQueryString()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMultiFactorAuthentication(authorities = {})
	@RestController
	static class SomeRules {

		@Bean
		@Order(0)
		SecurityFilterChain vaultChain(HttpSecurity http, MfaWorkflow workflow) {
			DefaultAuthorizationManagerFactory<RequestAuthorizationContext> mfa = AuthorizationManagerFactories
				.<RequestAuthorizationContext>multiFactor()
				.requireFactors(FactorGrantedAuthority.PASSWORD_AUTHORITY, FactorGrantedAuthority.OTT_AUTHORITY)
				.build();
			http.securityMatcher("/vault/**");
			http.authorizeHttpRequests((requests) -> requests.requestMatchers("/vault/admin")
				.access(workflow.applyTo(mfa.hasRole("ADMIN")))
				.requestMatchers("/vault/strict")
				.access(mfa.authenticated())
				.anyRequest()
				.access(workflow.applyTo(mfa.authenticated())));
			return http.build();
		}

		@GetMapping({ "/vault", "/vault/admin", "/vault/strict" })
		String vault() {
			return "gold";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactory {

		@Bean
		AuthorizationManagerFactory<Object> ownFactory() {
			return new Rules();
		}

		static final class Rules implements AuthorizationManagerFactory<Object> {

			@Override
			public AuthorizationManager<Object> authenticated() {
				return AllAuthoritiesAuthorizationManager.hasAllAuthorities(FactorGrantedAuthority.OTT_AUTHORITY,
						FactorGrantedAuthority.PASSWORD_AUTHORITY);
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NewSessions {

		@Bean
		Customizer<HttpSecurity> newSessionForEachFactor() {
			return (http) -> http
				.sessionManagement((sessions) -> sessions.sessionFixation((fixation) -> fixation.newSession()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		@Bean
		SignInEventDetails details() {
			return new SignInEventDetails() {

				@Override
				public String userId(Authentication authentication) {
					return "kp_1";
				}

				@Override
				public String organizationCode(Authentication authentication) {
					return "org_1";
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BrokenDetails {

		@Bean
		SignInEventDetails details() {
			return new SignInEventDetails() {

				@Override
				public String userId(Authentication authentication) {
					throw new IllegalStateException("the directory is down");
				}

			};
		}

	}

	/** Signs people in as somebody of the application's own class. */
	@Configuration(proxyBeanMethods = false)
	static class Members {

		static volatile String kind = "";

		@Bean
		AuthenticationProvider members(UserDetailsService users, PasswordEncoder encoder) {
			DaoAuthenticationProvider springs = new DaoAuthenticationProvider(users);
			springs.setPasswordEncoder(encoder);
			return new AuthenticationProvider() {

				@Override
				public Authentication authenticate(Authentication attempt) {
					Authentication user = springs.authenticate(attempt);
					return switch (kind) {
						case "subclass" -> new Member(user);
						case "decorator" -> new Wrapped(user);
						default -> new CopiedMember(user);
					};
				}

				@Override
				public boolean supports(Class<?> authentication) {
					return springs.supports(authentication);
				}

			};
		}

	}

	static class Member extends UsernamePasswordAuthenticationToken {

		private static final long serialVersionUID = 1L;

		Member(Authentication user) {
			super(user.getPrincipal(), null, user.getAuthorities());
		}

	}

	static final class CopiedMember extends Member {

		private static final long serialVersionUID = 1L;

		CopiedMember(Authentication user) {
			super(user);
		}

		@Override
		public UsernamePasswordAuthenticationToken.Builder<?> toBuilder() {
			return new Copy(this);
		}

		private static final class Copy extends UsernamePasswordAuthenticationToken.Builder<Copy> {

			Copy(CopiedMember member) {
				super(member);
			}

			@Override
			public CopiedMember build() {
				return new CopiedMember(super.build());
			}

		}

	}

	record Wrapped(Authentication user) implements Authentication {

		@Override
		public Collection<? extends GrantedAuthority> getAuthorities() {
			return this.user.getAuthorities();
		}

		@Override
		public @Nullable Object getCredentials() {
			return this.user.getCredentials();
		}

		@Override
		public @Nullable Object getDetails() {
			return this.user.getDetails();
		}

		@Override
		public @Nullable Object getPrincipal() {
			return this.user.getPrincipal();
		}

		@Override
		public boolean isAuthenticated() {
			return this.user.isAuthenticated();
		}

		@Override
		public void setAuthenticated(boolean authenticated) {
			this.user.setAuthenticated(authenticated);
		}

		@Override
		public String getName() {
			return this.user.getName();
		}

	}

}
