package io.claimflow.spring.password;

import java.util.Map;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.RecordedRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for workflows that see what users choose in the forms of an application.
 */
class NewPasswordTests {

	private static final String NEW = PasswordWorkflow.NEW;

	private static final String REGISTRATION = "user:pre_registration";

	private static final String USERNAME = "user:new_username_provided";

	private static AuthServer server;

	private Browser browser;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.write(PasswordWorkflow.file(NEW), PasswordWorkflow.source(NEW, ""))
			.property("claimflow.fetch.allow", "localhost")
			.property("claimflow.limits.deadline", "5s")
			.with(PasswordApplication.class, FormLogin.class, SignUpForms.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void open() {
		this.browser = new Browser(server);
		server.context().getBean(RecordedRuns.class).take();
		server.context().getBean(Endpoints.class).take();
	}

	private static void workflow(String trigger, String failurePolicy, String body) {
		server.write(PasswordWorkflow.file(trigger), PasswordWorkflow.source(trigger, failurePolicy, body));
		server.deploy();
	}

	private String signUp(String first, String second) {
		return this.browser.post("/open/sign-up", "first", first, "second", second).body();
	}

	@Test
	void theWorkflowSeesAFirstPassword() {
		workflow(NEW, "stop", "await post('/open/received', event);");
		assertThat(signUp("one", "two")).isEqualTo("allowed");
		assertThat(server.context().getBean(Endpoints.class).take()).containsExactly(Map.of("request",
				Map.of("ip", "127.0.0.1", "userAgent", "test-agent", "authUrlParams", Map.of()), "context",
				Map.of("domains", Map.of("kindeDomain", server.url("")), "application", Map.of(), "auth",
						Map.of("firstPassword", "one", "secondPassword", "two", "newPasswordReason", "initial"), "user",
						Map.of("email", "dora@example.com"), "workflow", Map.of("trigger", NEW))));
	}

	@Test
	void theWorkflowSeesAPasswordInThePlaceOfAnother() {
		workflow(NEW, "stop", "await post('/open/received', event);");
		this.browser.post("/open/reset", "first", "same", "second", "same");
		assertThat(server.context().getBean(Endpoints.class).take().get(0)).extracting("context.user", "context.auth")
			.containsExactly(Map.of("id", "id-4", "email", "dora@example.com"),
					Map.of("firstPassword", "same", "secondPassword", "same", "newPasswordReason", "reset"));
	}

	@Test
	void errorsLandOnTheirFieldsAlsoByTheirOldNames() {
		workflow(NEW, "stop", """
				invalidateFormField("p_first_password", "Too weak");
				invalidateFormField("p_password_2", "Not the same");
				""");
		assertThat(signUp("password", "p_password"))
			.isEqualTo("invalid: p_first_password=Too weak p_second_password=Not the same");
	}

	@Test
	void errorsAtFieldsHoldEvenIfTheWorkflowFailsAndMayFail() {
		workflow(NEW, "continue", "invalidateFormField('p_first_password', 'Too weak'); throw new Error('broken');");
		assertThat(signUp("one", "one")).isEqualTo("invalid: p_first_password=Too weak");
	}

	@Test
	void aDenialComesWithItsReason() {
		workflow(NEW, "stop", "invalidateFormField('p_first_password', 'Too weak'); denyAccess('Not now');");
		assertThat(signUp("one", "one")).isEqualTo("denied: Not now");
		workflow(NEW, "stop", "denyAccess('');");
		assertThat(signUp("one", "one")).isEqualTo("denied: Access was denied");
	}

	@Test
	void aFailureIsADenialUnlessTheWorkflowMayFail() {
		workflow(NEW, "stop", "throw new Error('row 17 is missing');");
		assertThat(signUp("one", "one")).matches("denied: This could not be checked \\(run [0-9a-f]{16}\\)");
		workflow(NEW, "continue", "throw new Error('row 17 is missing');");
		assertThat(signUp("one", "one")).isEqualTo("allowed");
	}

	@Test
	void aRunThatTakesTooLongIsADenial() {
		workflow(NEW, "stop", "for (;;) {}");
		assertThat(signUp("one", "one")).startsWith("denied: This could not be checked (run ");
	}

	@Test
	void aCheckerOfCompromisedPasswordsAsksTheApplicationFirst() {
		workflow(NEW, "stop", """
				if (auth.firstPassword === "letmein") invalidateFormField("p_first_password", "Too common");
				await post("/open/received", event.context);
				""");
		assertThat(check("/open/check", "123456")).isEqualTo("true");
		assertThat(server.context().getBean(RecordedRuns.class).take()).isEmpty();
		assertThat(check("/open/check", "letmein")).isEqualTo("true");
		assertThat(check("/open/check", "harmless")).isEqualTo("false");
		assertThat(server.context().getBean(Endpoints.class).take()).hasSize(2)
			.allSatisfy((context) -> assertThat(context).doesNotContainKey("user"));
	}

	private String check(String path, String password) {
		return this.browser.post(path, "password", password).body();
	}

	@Test
	void theWorkflowDecidesWhetherAUserIsCreated() {
		workflow(REGISTRATION, "stop", """
				await post("/open/received", event);
				if (event.context.user.email.endsWith("@disposable.example")) denyAccess("Use another address");
				""");
		this.browser.get("/oauth2/authorize?response_type=code&client_id=" + AuthServerConfiguration.JWT
				+ "&scope=read&state=s-1&redirect_uri=" + AuthServer.REDIRECT_URI);
		assertThat(this.browser.post("/open/register", "email", "eve@example.com").body()).isEqualTo("allowed");
		assertThat(server.context().getBean(Endpoints.class).take().get(0))
			.extracting("request.authUrlParams.state", "context.application.clientId", "context.auth.connectionId",
					"context.user.email")
			.containsExactly("s-1", AuthServerConfiguration.JWT, "conn_form", "eve@example.com");
		assertThat(this.browser.post("/open/register", "email", "eve@disposable.example").body())
			.isEqualTo("denied: Use another address");
	}

	@Test
	void theWorkflowFindsFaultWithAUsername() {
		workflow(USERNAME, "stop", """
				if (!/^\\+[0-9]{6,}$/.test(auth.suppliedUsername)) invalidateFormField("p_username", "Not a number");
				""");
		assertThat(this.browser.post("/open/username", "username", "eve").body())
			.isEqualTo("invalid: p_username=Not a number");
		assertThat(this.browser.post("/open/username", "username", "+4670123456").body()).isEqualTo("allowed");
	}

	@Test
	void withoutAWorkflowEverythingIsAllowed() {
		try (AuthServer idle = AuthServer.builder()
			.m2m("")
			.with(PasswordApplication.class, FormLogin.class, SignUpForms.class)
			.start()) {
			Browser idleBrowser = new Browser(idle);
			assertThat(idleBrowser.post("/open/sign-up", "first", "a", "second", "b").body()).isEqualTo("allowed");
			assertThat(idleBrowser.post("/open/register", "email", "eve@example.com").body()).isEqualTo("allowed");
			assertThat(idleBrowser.post("/open/username", "username", "eve").body()).isEqualTo("allowed");
			assertThat(idleBrowser.post("/open/check", "password", "letmein").body()).isEqualTo("false");
		}
	}

}
