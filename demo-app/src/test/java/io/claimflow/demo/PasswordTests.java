package io.claimflow.demo;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.claimflow.demo.mail.Mail;
import io.claimflow.demo.mail.Mailbox;
import org.junit.jupiter.api.BeforeAll;
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

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Mailbox mailbox;

	private List<Mail> before;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheStartPage() {
		browser.openAnew(this.address.url("/"));
	}

	@Test
	void aChangedPasswordIsTheOneToSignInWith() {
		openThePasswordPage();
		changePassword(DemoAccounts.PASSWORD, NEW_PASSWORD);
		assertThat(browser.text("[role=status]")).startsWith("Your password is changed.");

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.text("[role=alert]")).contains("wrong");
		browser.enterPassword(NEW_PASSWORD);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void theHouseRulesStandAtTheFieldsAndThePasswordsAreNotInThePage() {
		openThePasswordPage();
		changePassword("zyzzyva", "Ada-zyzzyva-password");

		assertThat(browser.description("p_password")).isEqualTo("This is not your password.");
		assertThat(browser.description("p_first_password")).contains("what everybody tries first",
				"the name in your email address");
		assertThat(browser.focus()).isEqualTo("p_password");
		assertThat(browser.source()).doesNotContain("zyzzyva");
		assertThat(browser.url()).isEqualTo(this.address.url("/change-password"));
	}

	@Test
	void theLinkInTheMailLetsOneChooseANewPasswordOnce() {
		askForALink(DemoAccounts.USERNAME);
		openTheMail();
		browser.click(By.linkText("Choose a new password"));
		String link = browser.url();
		choose("short", "short");
		assertThat(browser.description("p_first_password")).contains("at least 12 characters");
		choose(NEW_PASSWORD, NEW_PASSWORD);
		assertThat(browser.text("[role=status]")).contains("Your password is changed.");
		browser.enterPassword(NEW_PASSWORD);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));

		browser.open(link);

		assertThat(browser.text("h1")).isEqualTo("This link does not work any more");
	}

	@Test
	void aLinkThatIsTooOldDoesNotWork() {
		askForALink(DemoAccounts.USERNAME);
		openTheMail();
		this.jdbc.sql("update password_reset set expires_at = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();

		browser.open(this.address.url("/mail"));
		browser.click(By.linkText("Choose a new password"));

		assertThat(browser.text("h1")).isEqualTo("This link does not work any more");
	}

	@Test
	void anAddressWithoutAnAccountIsAnsweredInTheSameWayAndGetsNoMail() {
		askForALink("nobody@example.com");
		askForALink(DemoAccounts.USERNAME);
		openTheMail();

		assertThat(browser.text("main")).doesNotContain("nobody@example.com");
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

		browser.open(this.address.url("/account"));
		assertThat(browser.text("h1")).as("here, one is still signed in").isEqualTo("Your account");
		assertThat(other.get(URI.create(this.address.url("/account"))).uri()).hasPath("/login");
		assertThat(this.jdbc.sql("select count(*) from oauth2_authorization where principal_name = ?")
			.param(DemoAccounts.USERNAME)
			.query(Integer.class)
			.single()).isZero();
	}

	private void openThePasswordPage() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.linkText("Account"));
		browser.click(By.linkText("Change your password"));
	}

	private static void changePassword(String current, String changed) {
		browser.fill("p_password", current);
		choose(changed, changed);
	}

	private static void choose(String first, String second) {
		browser.fill("p_first_password", first);
		browser.enter("p_second_password", second);
	}

	private void askForALink(String email) {
		this.before = this.mailbox.mails();
		browser.open(this.address.url("/login"));
		browser.click(By.linkText("Forgot your password?"));
		browser.enter("email", email);
		assertThat(browser.text("[role=status]"))
			.isEqualTo("If there is an account with this address, a mail with a link is on its way to it.");
	}

	private void openTheMail() {
		awaitTheMail();
		browser.click(By.linkText("Show the mail"));
	}

	/**
	 * The mail is sent a moment after the answer, and takes the place of the oldest where
	 * there are many.
	 */
	private void awaitTheMail() {
		await().until(() -> !this.mailbox.mails().equals(this.before));
	}

}
