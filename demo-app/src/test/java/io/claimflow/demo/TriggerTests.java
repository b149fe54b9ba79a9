package io.claimflow.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.demo.account.Accounts;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What somebody with a browser sees of each trigger when its workflow lets them pass,
 * denies, finds fault with a field, or fails, under either policy and by taking too long.
 */
@WholeDemo
class TriggerTests {

	private static final String WRONG = "The email address or the password is wrong.";

	private static final String BROKEN = "throw new Error('row 17 is missing');";

	private static final String TOO_LONG = "for (;;) {}";

	private static final String PASSWORD = "seven-grey-geese";

	private static DemoBrowser browser;

	@TempDir
	Path project;

	@Autowired
	DemoAddress address;

	@Autowired
	WorkflowEngine engine;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Accounts accounts;

	@Autowired
	PasswordEncoder passwordEncoder;

	@Value("${claimflow.project}")
	String demoProject;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheStartPage() {
		browser.openAnew(this.address.url("/"));
	}

	@AfterEach
	void asItWas() throws InvalidProjectException {
		this.jdbc.sql("delete from password_reset").update();
		this.jdbc.sql("delete from federated_account").update();
		this.jdbc.sql("delete from authorities where username <> ?").param(DemoAccounts.USERNAME).update();
		this.jdbc.sql("delete from users where username <> ?").param(DemoAccounts.USERNAME).update();
		this.jdbc.sql("update users set second_factor = false, plan = null").update();
		changePassword(DemoAccounts.PASSWORD);
		this.engine.deploy(reader().read(this.demoProject));
	}

	private ProjectReader reader() {
		return new ProjectReader(Limits.defaults(), getClass().getClassLoader());
	}

	/** Puts a workflow in the place of all others. */
	private void workflow(String trigger, String policy, String body) throws IOException, InvalidProjectException {
		Path folder = Files.createDirectories(this.project.resolve("kindeSrc/environment/workflows"));
		Files.writeString(this.project.resolve("kinde.json"),
				"{ \"version\": \"2024-12-09\", \"rootDir\": \"kindeSrc\" }");
		Files.writeString(folder.resolve("TestWorkflow.ts"),
				"""
						import { denyAccess, denyPlanCancellation, denyPlanSelection, invalidateFormField, setEnforcementPolicy }
						  from "@kinde/infrastructure";
						export const workflowSettings = {
						  id: "test", trigger: "%s", failurePolicy: { action: "%s" },
						  bindings: { "kinde.auth": {}, "kinde.widget": {}, "kinde.mfa": {}, "kinde.plan": {} },
						};
						export default async function (event: any) {
						  %s
						}
						"""
					.formatted(trigger, policy, body));
		this.engine.deploy(reader().read(this.project.toUri().toString()));
	}

	private void assertTokens() {
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	private void assertNobodyIsSignedIn() {
		browser.open(this.address.url("/account"));
		assertThat(browser.url()).startsWith(this.address.url("/login"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('They have an account');", BROKEN, TOO_LONG })
	void aPasswordThatIsRefusedLooksLikeAWrongOne(String body) throws Exception {
		workflow("user:existing_password_provided", "stop", body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.text("[role=alert]")).startsWith(WRONG);
		assertThat(browser.value("username")).isEqualTo(DemoAccounts.USERNAME);
		String refused = browser.text("main");
		browser.openAnew(this.address.url("/"));
		workflow("user:existing_password_provided", "stop", "");
		browser.signIn("wrong");
		assertThat(browser.text("main")).isEqualTo(refused);
	}

	@Test
	void aPasswordPassesOrHasItsErrorAtTheField() throws Exception {
		workflow("user:existing_password_provided", "stop", "invalidateFormField('p_password', 'Change it first');");
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.description("password")).isEqualTo("Change it first");
		assertThat(browser.isInvalid("password")).isTrue();
		assertThat(browser.focus()).isEqualTo("password");
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			browser.openAnew(this.address.url("/"));
			workflow("user:existing_password_provided", "continue", body);
			browser.signIn(DemoAccounts.PASSWORD);
			assertTokens();
		}
	}

	@ParameterizedTest
	@CsvSource({ "user:pre_registration, email", "user:new_username_provided, p_username",
			"user:new_password_provided, p_first_password" })
	void aSignUpIsRefusedAsAWholeOrAtAFieldOrPasses(String trigger, String field) throws Exception {
		workflow(trigger, "stop", "denyAccess('Not today');");
		register();
		assertThat(browser.text("[role=alert]")).isEqualTo("Not today");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow(trigger, "stop", body);
			register();
			assertThat(browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
		}
		if (!trigger.equals("user:pre_registration")) {
			workflow(trigger, "continue", "invalidateFormField('" + field + "', 'Another one'); " + BROKEN);
			register();
			assertThat(browser.description(field)).contains("Another one");
			assertThat(browser.focus()).isEqualTo(field);
		}
		assertThat(this.accounts.exists("frida@example.com")).isFalse();
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			workflow(trigger, "continue", body);
			register();
			assertThat(browser.text("[role=status]")).startsWith("A mail is on its way");
		}
		browser.click(By.linkText("Show the mail"));
		browser.click(By.linkText("Confirm your account"));
		browser.enter("p_password", PASSWORD);
		assertThat(browser.text("[role=status]")).contains("frida@example.com");
		assertThat(this.accounts.exists("frida@example.com")).isTrue();
	}

	private void register() {
		browser.open(this.address.url("/register"));
		browser.fill("email", "frida@example.com");
		browser.fill("p_username", "Frida");
		browser.fill("p_first_password", PASSWORD);
		browser.enter("p_second_password", PASSWORD);
	}

	@Test
	void aPasswordIsChangedUnlessItIsRefusedAsAWholeOrAtAField() throws Exception {
		browser.signIn(DemoAccounts.PASSWORD);
		theNewPasswordIsRefusedOrTaken(() -> browser.open(this.address.url("/change-password")), () -> {
			browser.fill("p_password", DemoAccounts.PASSWORD);
			choose();
		});
	}

	@Test
	void aForgottenPasswordIsReplacedUnlessTheNewOneIsRefusedAsAWholeOrAtAField() throws Exception {
		theNewPasswordIsRefusedOrTaken(this::openTheLinkInTheMail, TriggerTests::choose);
	}

	/** A refused form comes back such that it can be sent again. */
	private void theNewPasswordIsRefusedOrTaken(Runnable open, Runnable send) throws Exception {
		open.run();
		workflow("user:new_password_provided", "stop",
				"denyAccess('Not today, for a ' + event.context.auth.newPasswordReason);");
		send.run();
		assertThat(browser.text("[role=alert]")).isEqualTo("Not today, for a reset");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow("user:new_password_provided", "stop", body);
			send.run();
			assertThat(browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
		}
		for (String policy : List.of("stop", "continue")) {
			workflow("user:new_password_provided", policy,
					"invalidateFormField('p_first_password', 'Another one'); " + BROKEN);
			send.run();
			assertThat(browser.description("p_first_password")).contains("Another one");
			assertThat(browser.isInvalid("p_first_password")).isTrue();
			assertThat(browser.focus()).isEqualTo("p_first_password");
		}
		assertThat(browser.source()).doesNotContain(PASSWORD);
		assertThat(password()).isEqualTo(DemoAccounts.PASSWORD);
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			workflow("user:new_password_provided", "continue", body);
			open.run();
			send.run();
			assertThat(browser.text("[role=status]")).startsWith("Your password is changed.");
			assertThat(password()).isEqualTo(PASSWORD);
			changePassword(DemoAccounts.PASSWORD);
		}
	}

	private void openTheLinkInTheMail() {
		browser.open(this.address.url("/forgot-password"));
		browser.enter("email", DemoAccounts.USERNAME);
		browser.click(By.linkText("Show the mail"));
		browser.click(By.linkText("Choose a new password"));
	}

	private static void choose() {
		browser.fill("p_first_password", PASSWORD);
		browser.enter("p_second_password", PASSWORD);
	}

	/** Which of the two passwords is the one to sign in with. */
	private String password() {
		String encoded = this.accounts.find(DemoAccounts.USERNAME).orElseThrow().encodedPassword();
		return Stream.of(DemoAccounts.PASSWORD, PASSWORD)
			.filter((password) -> this.passwordEncoder.matches(password, encoded))
			.findFirst()
			.orElseThrow();
	}

	private void changePassword(String password) {
		this.accounts.changePassword(DemoAccounts.USERNAME, this.passwordEncoder.encode(password));
	}

	@Test
	void aSignUpThroughThePartnerIsRefusedWithItsReasonOrPasses() throws Exception {
		workflow("user:pre_registration", "stop", "denyAccess('Not through ' + event.context.auth.connectionId);");
		signInAtThePartner();
		assertThat(browser.text("[role=alert]")).isEqualTo("Not through partner");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow("user:pre_registration", "stop", body);
			signInAtThePartner();
			assertThat(browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
			assertNobodyIsSignedIn();
		}
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME)).isFalse();
		workflow("user:pre_registration", "continue", BROKEN);
		signInAtThePartner();
		assertTokens();
	}

	@Test
	void aSignUpThroughThePartnerWhoseRunMayTakeTooLongPasses() throws Exception {
		workflow("user:pre_registration", "continue", TOO_LONG);
		signInAtThePartner();
		assertTokens();
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME)).isTrue();
	}

	private void signInAtThePartner() {
		browser.openAnew(this.address.url("/demo/sign-in"));
		browser.click(By.linkText("Sign in with the partner"));
		browser.fill("username", DemoAccounts.PARTNER_USERNAME);
		browser.fill("password", DemoAccounts.PARTNER_PASSWORD);
		browser.click(By.cssSelector("button[type=submit]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyAccess('Not today');              | Not today
			throw new Error('row 17 is missing'); | The sign-in could not be completed (run
			for (;;) {}                           | The sign-in could not be completed (run
			""")
	void aSignInThatIsRefusedEndsAtTheLoginPageWithoutASession(String body, String words) throws Exception {
		workflow("user:post_authentication", "stop", body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
		assertNobodyIsSignedIn();
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void aSignInWhoseRunMayFailPasses(String body) throws Exception {
		workflow("user:post_authentication", "continue", body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertTokens();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			stop     | setEnforcementPolicy('skip');         | /demo
			stop     | setEnforcementPolicy('required');     | /second-factor
			stop     | throw new Error('row 17 is missing'); | /second-factor
			continue | throw new Error('row 17 is missing'); | /second-factor
			stop     | for (;;) {}                           | /second-factor
			continue | for (;;) {}                           | /second-factor
			""")
	void theSecondFactorIsWaivedOnlyByAWorkflowThatSaysSo(String policy, String body, String path) throws Exception {
		this.jdbc.sql("update users set second_factor = true").update();
		workflow("user:pre_mfa", policy, body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.url()).startsWith(this.address.url(path));
	}

	@Test
	void aDenialAtTheSecondFactorIsShownWithItsReasonAndAWayOut() throws Exception {
		this.jdbc.sql("update users set second_factor = true").update();
		workflow("user:pre_mfa", "stop", "denyAccess('Come to the office first');");
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.text("main")).contains("Access denied", "Come to the office first");
		browser.open(this.address.url("/account"));
		assertThat(browser.text("main")).contains("Come to the office first");
		browser.click(By.cssSelector("form[action='/logout'] button"));
		assertThat(browser.text("[role=status]")).isEqualTo("You are signed out.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyAccess('Not today');              | Access denied                | Not today
			throw new Error('row 17 is missing'); | The server issued no tokens  | server_error
			for (;;) {}                           | The server issued no tokens  | server_error
			""")
	void tokensThatAreRefusedAreExplained(String body, String heading, String words) throws Exception {
		workflow("user:tokens_generation", "stop", body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.text("h1")).isEqualTo(heading);
		assertThat(browser.text("main")).contains(words, "(run ").doesNotContain("row 17");
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void tokensWhoseRunMayFailAreIssued(String body) throws Exception {
		workflow("user:tokens_generation", "continue", body);
		browser.signIn(DemoAccounts.PASSWORD);
		assertTokens();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyPlanSelection('Too many users', ['Remove 3']); | Too many users
			throw new Error('row 17 is missing');              | This could not be checked (run
			for (;;) {}                                        | This could not be checked (run
			""")
	void aPlanThatIsRefusedIsNotTaken(String body, String words) throws Exception {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.open(this.address.url("/account/plan"));
		workflow("user:plan_selection", "stop", body);
		choose("pro");
		assertThat(browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void aPlanWhoseRunMayFailIsTaken(String body) throws Exception {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.open(this.address.url("/account/plan"));
		workflow("user:plan_selection", "continue", body);
		choose("pro");
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");
		browser.open(this.address.url("/account/plan"));
		workflow("user:plan_cancellation_request", "continue", body);
		choose("free");
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Free now.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyPlanCancellation('Not before May');            | Not before May
			throw new Error('row 17 is missing');              | This could not be checked (run
			for (;;) {}                                        | This could not be checked (run
			""")
	void aPlanWhoseEndIsRefusedGoesOn(String body, String words) throws Exception {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.open(this.address.url("/account/plan"));
		choose("pro");
		browser.open(this.address.url("/account/plan"));
		workflow("user:plan_cancellation_request", "stop", body);
		choose("free");
		assertThat(browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
	}

	private static void choose(String plan) {
		browser.click(By.cssSelector("input[value=" + plan + "]"), By.cssSelector("main button[type=submit]"));
	}

}
