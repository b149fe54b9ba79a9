package io.claimflow.demo;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.claimflow.demo.mail.Mail;
import io.claimflow.demo.mail.Mailbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Changing a password, and getting a new one in place of one that is forgotten.
 */
@WholeDemo
class PasswordTests {

	private static final String NEW_PASSWORD = "seven-grey-geese";

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Mailbox mailbox;

	private List<Mail> before;

	@BeforeEach
	void openTheStartPage() {
		this.browser.openAnew(this.address.url("/"));
	}

	@Test
	void aChangedPasswordIsTheOneToSignInWith() {
		DemoBrowser chromium = DemoBrowser.shared();
		chromium.openAnew(this.address.url("/"));
		chromium.signIn(DemoAccounts.PASSWORD);
		chromium.click(By.linkText("Account"));
		chromium.click(By.linkText("Change your password"));
		chromium.fill("p_password", DemoAccounts.PASSWORD);
		chromium.fill("p_first_password", NEW_PASSWORD);
		chromium.enter("p_second_password", NEW_PASSWORD);
		assertThat(chromium.text("[role=status]")).startsWith("Your password is changed.");

		chromium.openAnew(this.address.url("/"));
		chromium.signIn(DemoAccounts.PASSWORD);
		assertThat(chromium.text("[role=alert]")).contains("wrong");
		chromium.enterPassword(NEW_PASSWORD);
		assertThat(chromium.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void theHouseRulesStandAtTheFieldsAndThePasswordsAreNotInThePage() {
		openThePasswordPage();
		changePassword("zyzzyva", "Ada-zyzzyva-password");

		assertThat(this.browser.description("p_password")).isEqualTo("This is not your password.");
		assertThat(this.browser.description("p_first_password")).contains("what everybody tries first",
				"the name in your email address");
		assertThat(this.browser.focus()).isEqualTo("p_password");
		assertThat(this.browser.source()).doesNotContain("zyzzyva");
		assertThat(this.browser.url()).isEqualTo(this.address.url("/change-password"));
	}

	@Test
	void theLinkInTheMailLetsOneChooseANewPasswordOnce() {
		askForALink(DemoAccounts.USERNAME);
		openTheMail();
		this.browser.follow("Choose a new password");
		String link = this.browser.url();
		choose("short", "short");
		assertThat(this.browser.description("p_first_password")).contains("at least 12 characters");
		choose(NEW_PASSWORD, NEW_PASSWORD);
		assertThat(this.browser.text("[role=status]")).contains("Your password is changed.");
		this.browser.enterPassword(NEW_PASSWORD);
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));

		this.browser.open(link);

		assertThat(this.browser.text("h1")).isEqualTo("This link does not work any more");
	}

	@Test
	void aLinkThatIsTooOldDoesNotWork() {
		askForALink(DemoAccounts.USERNAME);
		openTheMail();
		this.jdbc.sql("update password_reset set expires_at = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();

		this.browser.open(this.address.url("/mail"));
		this.browser.follow("Choose a new password");

		assertThat(this.browser.text("h1")).isEqualTo("This link does not work any more");
	}

	@Test
	void anAddressWithoutAnAccountIsAnsweredInTheSameWayAndGetsNoMail() {
		askForALink("nobody@example.com");
		askForALink(DemoAccounts.USERNAME);
		openTheMail();

		assertThat(this.browser.text("main")).doesNotContain("nobody@example.com");
	}

	@ParameterizedTest
	@ValueSource(strings = { DemoAccounts.USERNAME, "nobody@example.com" })
	void theAnswerDoesNotWaitForTheMail(String email) throws Exception {
		this.before = this.mailbox.mails();
		PlainBrowser plain = new PlainBrowser();
		PlainBrowser.Page form = plain.get(URI.create(this.address.url("/forgot-password")));

		synchronized (this.mailbox) {
			assertThat(CompletableFuture.supplyAsync(() -> plain.submitted(form, "/forgot-password", "email", email))
				.get(10, TimeUnit.SECONDS)
				.html()).contains("If there is an account with this address");
		}
		// A mail of this test must not be taken for the one that the next test waits for.
		if (email.equals(DemoAccounts.USERNAME)) {
			awaitTheMail();
		}
	}

	@Test
	void aNewPasswordEndsOtherSessionsAndRefreshTokens() throws Exception {
		PlainBrowser other = new PlainBrowser();
		assertThat(other.signIn(URI.create(this.address.url("/demo/sign-in"))).html()).contains("Your tokens");

		openThePasswordPage();
		changePassword(DemoAccounts.PASSWORD, NEW_PASSWORD);

		this.browser.open(this.address.url("/account"));
		assertThat(this.browser.text("h1")).as("here, one is still signed in").isEqualTo("Your account");
		assertThat(other.get(URI.create(this.address.url("/account"))).uri()).hasPath("/login");
		assertThat(this.jdbc.sql("select count(*) from oauth2_authorization where principal_name = ?")
			.param(DemoAccounts.USERNAME)
			.query(Integer.class)
			.single()).isZero();
	}

	private void openThePasswordPage() {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.follow("Account");
		this.browser.follow("Change your password");
	}

	private void changePassword(String current, String changed) {
		this.browser.fill("p_password", current);
		choose(changed, changed);
	}

	private void choose(String first, String second) {
		this.browser.fill("p_first_password", first);
		this.browser.enter("p_second_password", second);
	}

	private void askForALink(String email) {
		this.before = this.mailbox.mails();
		this.browser.open(this.address.url("/login"));
		this.browser.follow("Forgot your password?");
		this.browser.enter("email", email);
		assertThat(this.browser.text("[role=status]"))
			.isEqualTo("If there is an account with this address, a mail with a link is on its way to it.");
	}

	private void openTheMail() {
		awaitTheMail();
		this.browser.follow("Show the mail");
	}

	/**
	 * The mail is sent a moment after the answer, and takes the place of the oldest where
	 * there are many.
	 */
	private void awaitTheMail() {
		await().until(() -> !this.mailbox.mails().equals(this.before));
	}

}
