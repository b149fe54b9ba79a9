package io.claimflow.spring.password;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.RecordedRuns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workflows in applications that sign users in in their own ways.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherLoginTests {

	private static final String NAME = PasswordApplication.KNOWN;

	private static final String PASSWORD = PasswordApplication.PASSWORD;

	static Stream<Class<?>> applications() {
		return Stream.of(NoChain.class, ManagerOfTheChain.class, NestedManagers.class, ProviderBean.class,
				ProviderOfTheChain.class, FilterWithManagerOfItsOwn.class, ServletLogin.class, ControllerLogin.class,
				Basic.class, WebMvcOfTheApplication.class, OwnTokens.class);
	}

	@ParameterizedTest
	@MethodSource("applications")
	void theWorkflowRunsOncePerAttemptAndCanRefuseIt(Class<?> application, CapturedOutput output) {
		try (AuthServer server = server(application, "")) {
			assertThat(output).doesNotContain("so no workflow of user:existing_password_provided runs");
			RecordedRuns runs = server.context().getBean(RecordedRuns.class);
			assertThat(signIn(server, application, PASSWORD)).isTrue();
			assertThat(runs.take()).singleElement().satisfies((run) -> {
				assertThat(run.event().request()).containsEntry("ip", "127.0.0.1");
				assertThat(run.event().context()).containsKey("user");
			});
			assertThat(signIn(server, application, "wrong")).isFalse();
			assertThat(runs.take()).hasSize(1);
			server.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, "denyAccess('no');"));
			server.deploy();
			assertThat(signIn(server, application, PASSWORD)).isFalse();
			assertThat(runs.take()).hasSize(1);
		}
	}

	@Test
	void aManagerThatAcceptsAnyPasswordIsNotAskedPastADenial() {
		try (AuthServer server = server(AcceptsAnything.class, "denyAccess('no');")) {
			assertThat(signIn(server, AcceptsAnything.class, PASSWORD)).isFalse();
		}
	}

	@Test
	void withoutAUserDetailsServiceTheApplicationCanTellWhoIsKnown() {
		try (AuthServer server = server(Records.class,
				"if (event.context.user.id !== 'id-7' || !auth.hasUserRecordInKinde) denyAccess('no');")) {
			assertThat(signIn(server, Records.class, PASSWORD)).isTrue();
		}
	}

	@Test
	void whomOnlyAnotherProviderKnowsIsNotNewWithEverySignIn() {
		String signIn = "user:post_authentication";
		try (AuthServer server = AuthServer.builder()
			.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, ""))
			.write(PasswordWorkflow.file(signIn), PasswordWorkflow.source(signIn, ""))
			.with(PasswordApplication.class, AcceptsAnything.class)
			.start()) {
			Browser browser = new Browser(server);
			browser.signIn(PasswordApplication.UNKNOWN, PASSWORD);
			assertThat(browser.isSignedIn()).isTrue();
			assertThat(server.context().getBean(RecordedRuns.class).take())
				.filteredOn((run) -> run.workflow().trigger().id().equals(signIn))
				.extracting("event.context.auth.isNewUserRecordCreated")
				.containsExactly(false);
		}
	}

	@Test
	void theStartSaysWhereALoginIsNotAttached(CapturedOutput output) {
		try (AuthServer server = server(UnattachedController.class, "denyAccess('no');")) {
			assertThat(output).contains("so no workflow of user:existing_password_provided runs",
					"the bean manager itself", "workflows.authenticationManager(manager)");
			assertThat(signIn(server, ControllerLogin.class, PASSWORD)).isTrue();
		}
	}

	@Test
	void whatTheApplicationHasMadeOfTheServletApiStays() {
		try (AuthServer server = server(ServletApiOfTheApplication.class, "")) {
			assertThat(signIn(server, ServletLogin.class, PASSWORD)).isTrue();
			Browser browser = new Browser(server);
			browser.post("/open/login", "username", NAME, "password", PASSWORD);
			assertThat(browser.get("/open/role").body()).isEqualTo("true");
			assertThat(server.context().getBean(RecordedRuns.class).take()).hasSize(2);
		}
	}

	private static AuthServer server(Class<?> application, String body) {
		return AuthServer.builder()
			.write(PasswordWorkflow.file(PasswordWorkflow.EXISTING),
					PasswordWorkflow.source(PasswordWorkflow.EXISTING, body))
			.with(PasswordApplication.class, application)
			.start();
	}

	private static boolean signIn(AuthServer server, Class<?> application, String password) {
		Browser browser = new Browser(server);
		if (application == Basic.class) {
			String credentials = Base64.getEncoder().encodeToString((NAME + ":" + password).getBytes());
			return browser.getWithHeader("/me", "Authorization", "Basic " + credentials).status() == 200;
		}
		if (application == ControllerLogin.class || application == ServletLogin.class
				|| application == FilterWithManagerOfItsOwn.class || application == OwnTokens.class) {
			return browser.post("/open/login", "username", NAME, "password", password).status() == 200;
		}
		browser.signIn(NAME, password);
		return browser.isSignedIn();
	}

	private static AuthenticationManager manager(UserDetailsService users, PasswordEncoder encoder) {
		DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
		provider.setPasswordEncoder(encoder);
		return new ProviderManager(provider);
	}

	/** What Spring Security sets up for an application that sets up nothing. */
	@Configuration(proxyBeanMethods = false)
	@Import(FormLogin.class)
	static class NoChain {

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerOfTheChain {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, UserDetailsService users, PasswordEncoder encoder) {
			return PasswordApplication.open(http)
				.formLogin(Customizer.withDefaults())
				.authenticationManager(manager(users, encoder))
				.build();
		}

	}

	/** A guarded manager within the one that the chain has. */
	@Configuration(proxyBeanMethods = false)
	static class NestedManagers {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, AuthenticationManager manager) {
			return PasswordApplication.open(http)
				.formLogin(Customizer.withDefaults())
				.authenticationManager(new ProviderManager(List.of(), manager))
				.build();
		}

		@Bean
		AuthenticationManager manager(UserDetailsService users, PasswordEncoder encoder, PasswordWorkflows workflows) {
			return workflows.authenticationManager(OtherLoginTests.manager(users, encoder));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(FormLogin.class)
	static class ProviderBean {

		@Bean
		AuthenticationProvider provider(UserDetailsService users, PasswordEncoder encoder) {
			DaoAuthenticationProvider provider = new DaoAuthenticationProvider(users);
			provider.setPasswordEncoder(encoder);
			return provider;
		}

	}

	/** A provider that looks at passwords before the users' own. */
	@Configuration(proxyBeanMethods = false)
	static class ProviderOfTheChain {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return PasswordApplication.open(http)
				.formLogin(Customizer.withDefaults())
				.authenticationProvider(new Provider(PASSWORD))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(FormLogin.class)
	static class AcceptsAnything {

		@Bean
		AuthenticationProvider provider() {
			return new Provider(null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(FormLogin.class)
	static class Records {

		@Bean
		UserRecords records() {
			return (name) -> Optional.of("id-7");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FilterWithManagerOfItsOwn {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http, UserDetailsService users, PasswordEncoder encoder) {
			UsernamePasswordAuthenticationFilter filter = new UsernamePasswordAuthenticationFilter(
					manager(users, encoder));
			filter.setFilterProcessesUrl("/open/login");
			filter.setAuthenticationSuccessHandler((request, response, authentication) -> response.setStatus(200));
			filter.setAuthenticationFailureHandler((request, response, ex) -> response.setStatus(401));
			return PasswordApplication.open(http).addFilter(filter).build();
		}

	}

	/** A token of the application's own, and a provider for it alone. */
	@Configuration(proxyBeanMethods = false)
	static class OwnTokens {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			UsernamePasswordAuthenticationFilter filter = new UsernamePasswordAuthenticationFilter() {
				@Override
				public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
					return getAuthenticationManager()
						.authenticate(new Token(obtainUsername(request), obtainPassword(request)));
				}
			};
			filter.setAuthenticationManager(new ProviderManager(new Provider(PASSWORD) {
				@Override
				public boolean supports(Class<?> authentication) {
					return authentication == Token.class;
				}
			}));
			filter.setFilterProcessesUrl("/open/login");
			filter.setAuthenticationSuccessHandler((request, response, authentication) -> response.setStatus(200));
			filter.setAuthenticationFailureHandler(
					(request, response, ex) -> response.setStatus((ex instanceof BadCredentialsException) ? 401 : 500));
			return PasswordApplication.open(http).addFilter(filter).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServletLogin {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return PasswordApplication.open(http).build();
		}

		@Bean
		ServletLoginController controller() {
			return new ServletLoginController();
		}

	}

	/** Roles have another prefix there, which a customizer has set that comes first. */
	@Configuration(proxyBeanMethods = false)
	@Import(ServletLogin.class)
	static class ServletApiOfTheApplication {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		Customizer<HttpSecurity> rolesOfTheTeam() {
			return (http) -> http.servletApi((servletApi) -> servletApi.rolePrefix("ROLE_US"));
		}

		@Bean
		RoleController roles() {
			return new RoleController();
		}

	}

	@RestController
	static class RoleController {

		@GetMapping("/open/role")
		String role(HttpServletRequest request) {
			return String.valueOf(request.isUserInRole("ER"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ControllerLogin {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return PasswordApplication.open(http).build();
		}

		@Bean
		LoginController controller(UserDetailsService users, PasswordEncoder encoder,
				ObjectProvider<PasswordWorkflows> workflows) {
			return new LoginController(workflows.getObject().authenticationManager(manager(users, encoder)));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnattachedController {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return PasswordApplication.open(http).build();
		}

		@Bean
		AuthenticationManager manager(UserDetailsService users, PasswordEncoder encoder) {
			return OtherLoginTests.manager(users, encoder);
		}

		@Bean
		LoginController controller(AuthenticationManager manager) {
			return new LoginController(manager);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Basic {

		@Bean
		@Order(2)
		SecurityFilterChain loginChain(HttpSecurity http) {
			return PasswordApplication.open(http).httpBasic(Customizer.withDefaults()).build();
		}

	}

	/** Switches off what Spring Boot sets up for Spring MVC. */
	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@Import(FormLogin.class)
	static class WebMvcOfTheApplication {

	}

	/** Knows everybody by one password. */
	static class Provider implements AuthenticationProvider {

		private final String password;

		Provider(String password) {
			this.password = password;
		}

		@Override
		public Authentication authenticate(Authentication authentication) throws AuthenticationException {
			if (this.password != null && !this.password.equals(authentication.getCredentials())) {
				throw new BadCredentialsException("no");
			}
			return UsernamePasswordAuthenticationToken.authenticated(authentication.getName(), null,
					AuthorityUtils.createAuthorityList("ROLE_USER"));
		}

		@Override
		public boolean supports(Class<?> authentication) {
			return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
		}

	}

	static final class Token extends UsernamePasswordAuthenticationToken {

		private static final long serialVersionUID = 1L;

		Token(Object principal, Object credentials) {
			super(principal, credentials);
		}

	}

}
