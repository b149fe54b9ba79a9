package io.claimflow.demo;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what somebody with a browser sees of the triggers of forms, of passwords and
 * sign-ups, when their workflow lets them pass, denies, finds fault with a field, or
 * fails, under either policy and by taking too long.
 */
class TriggerFormTests extends TriggerFixture {

	private static final String WRONG = "The email address or the password is wrong.";

	private static final String PASSWORD = "seven-grey-geese";

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
		theNewPasswordIsRefusedOrTaken(this::openTheLinkInTheMail, TriggerFormTests::choose);
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

}
