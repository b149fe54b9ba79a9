package io.claimflow.demo;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.claimflow.demo.mail.Mail;
import io.claimflow.demo.mail.Mailbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what somebody with a browser sees of the triggers of forms, of passwords and
 * sign-ups, when their workflow lets them pass, denies, finds fault with a field, or
 * fails, under either policy and by taking too long.
 */
class TriggerFormTests extends TriggerFixture {

	private static final String WRONG = "The email address or the password is wrong.";

	private static final String PASSWORD = "seven-grey-geese";

	@Autowired
	Mailbox mailbox;

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('They have an account');", BROKEN, TOO_LONG })
	void aPasswordThatIsRefusedLooksLikeAWrongOne(String body) throws Exception {
		workflow("user:existing_password_provided", "stop", body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.text("[role=alert]")).startsWith(WRONG);
		assertThat(this.browser.value("username")).isEqualTo(DemoAccounts.USERNAME);
		String refused = this.browser.text("main");
		this.browser.openAnew(this.address.url("/"));
		workflow("user:existing_password_provided", "stop", "");
		this.browser.signIn("wrong");
		assertThat(this.browser.text("main")).isEqualTo(refused);
	}

	@Test
	void aPasswordPassesOrHasItsErrorAtTheField() throws Exception {
		workflow("user:existing_password_provided", "stop", "invalidateFormField('p_password', 'Change it first');");
		DemoBrowser chromium = DemoBrowser.shared();
		chromium.openAnew(this.address.url("/"));
		chromium.signIn(DemoAccounts.PASSWORD);
		assertThat(chromium.description("password")).isEqualTo("Change it first");
		assertThat(chromium.isInvalid("password")).isTrue();
		assertThat(chromium.focus()).isEqualTo("password");
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			this.browser.openAnew(this.address.url("/"));
			workflow("user:existing_password_provided", "continue", body);
			this.browser.signIn(DemoAccounts.PASSWORD);
			assertTokens();
		}
	}

	@ParameterizedTest
	@CsvSource({ "user:pre_registration, email", "user:new_username_provided, p_username",
			"user:new_password_provided, p_first_password" })
	void aSignUpIsRefusedAsAWholeOrAtAFieldOrPasses(String trigger, String field) throws Exception {
		workflow(trigger, "stop", "denyAccess('Not today');");
		register();
		assertThat(this.browser.text("[role=alert]")).isEqualTo("Not today");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow(trigger, "stop", body);
			register();
			assertThat(this.browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
		}
		if (!trigger.equals("user:pre_registration")) {
			workflow(trigger, "continue", "invalidateFormField('" + field + "', 'Another one'); " + BROKEN);
			register();
			assertThat(this.browser.description(field)).contains("Another one");
			assertThat(this.browser.focus()).isEqualTo(field);
		}
		assertThat(this.accounts.exists("frida@example.com")).isFalse();
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			workflow(trigger, "continue", body);
			register();
			assertThat(this.browser.text("[role=status]")).startsWith("A mail is on its way");
		}
		this.browser.follow("Show the mail");
		this.browser.follow("Confirm your account");
		this.browser.enter("p_password", PASSWORD);
		assertThat(this.browser.text("[role=status]")).contains("frida@example.com");
		assertThat(this.accounts.exists("frida@example.com")).isTrue();
	}

	private void register() {
		this.browser.open(this.address.url("/register"));
		this.browser.fill("email", "frida@example.com");
		this.browser.fill("p_username", "Frida");
		this.browser.fill("p_first_password", PASSWORD);
		this.browser.enter("p_second_password", PASSWORD);
	}

	@Test
	void aPasswordIsChangedUnlessItIsRefusedAsAWholeOrAtAField() throws Exception {
		this.browser.signIn(DemoAccounts.PASSWORD);
		theNewPasswordIsRefusedOrTaken(() -> this.browser.open(this.address.url("/change-password")), () -> {
			this.browser.fill("p_password", DemoAccounts.PASSWORD);
			choose();
		});
	}

	@Test
	void aForgottenPasswordIsReplacedUnlessTheNewOneIsRefusedAsAWholeOrAtAField() throws Exception {
		theNewPasswordIsRefusedOrTaken(this::openTheLinkInTheMail, this::choose);
	}

	/** A refused form comes back such that it can be sent again. */
	private void theNewPasswordIsRefusedOrTaken(Runnable open, Runnable send) throws Exception {
		open.run();
		workflow("user:new_password_provided", "stop",
				"denyAccess('Not today, for a ' + event.context.auth.newPasswordReason);");
		send.run();
		assertThat(this.browser.text("[role=alert]")).isEqualTo("Not today, for a reset");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow("user:new_password_provided", "stop", body);
			send.run();
			assertThat(this.browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
		}
		for (String policy : List.of("stop", "continue")) {
			workflow("user:new_password_provided", policy,
					"invalidateFormField('p_first_password', 'Another one'); " + BROKEN);
			send.run();
			assertThat(this.browser.description("p_first_password")).contains("Another one");
			assertThat(this.browser.isInvalid("p_first_password")).isTrue();
			assertThat(this.browser.focus()).isEqualTo("p_first_password");
		}
		assertThat(this.browser.source()).doesNotContain(PASSWORD);
		assertThat(password()).isEqualTo(DemoAccounts.PASSWORD);
		for (String body : List.of(BROKEN, TOO_LONG, "")) {
			workflow("user:new_password_provided", "continue", body);
			open.run();
			send.run();
			assertThat(this.browser.text("[role=status]")).startsWith("Your password is changed.");
			assertThat(password()).isEqualTo(PASSWORD);
			changePassword(DemoAccounts.PASSWORD);
		}
	}

	private void openTheLinkInTheMail() {
		List<Mail> before = this.mailbox.mails();
		this.browser.open(this.address.url("/forgot-password"));
		this.browser.enter("email", DemoAccounts.USERNAME);
		// It is sent a moment after the answer.
		await().atMost(Duration.ofSeconds(30)).until(() -> !before.containsAll(this.mailbox.mails()));
		this.browser.follow("Show the mail");
		this.browser.follow("Choose a new password");
	}

	private void choose() {
		this.browser.fill("p_first_password", PASSWORD);
		this.browser.enter("p_second_password", PASSWORD);
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
