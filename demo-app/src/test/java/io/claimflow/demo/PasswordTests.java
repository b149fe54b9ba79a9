package io.claimflow.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changing a password, and getting a new one in place of one that is forgotten.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.datasource.url=jdbc:h2:mem:password")
class PasswordTests {

	private static final String NEW_PASSWORD = "seven-grey-geese";

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	PasswordEncoder passwordEncoder;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void startWithTheOldPassword() {
		this.jdbc.sql("update users set password = ?")
			.param(this.passwordEncoder.encode(DemoAccounts.PASSWORD))
			.update();
		browser.openAnew(this.address.url("/"));
	}

	@Test
	void aChangedPasswordIsTheOneToSignInWith() {
		openThePasswordPage();
		changePassword(DemoAccounts.PASSWORD, NEW_PASSWORD);
		assertThat(browser.text("[role=status]")).isEqualTo("Your password is changed.");

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
		this.jdbc.sql("update password_reset set expires_at = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();

		browser.click(By.linkText("Choose a new password"));

		assertThat(browser.text("h1")).isEqualTo("This link does not work any more");
	}

	@Test
	void anAddressWithoutAnAccountIsAnsweredInTheSameWayAndGetsNoMail() {
		askForALink("nobody@example.com");

		assertThat(browser.text("main")).doesNotContain("nobody@example.com");
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

	private static void askForALink(String email) {
		browser.click(By.linkText("Sign in"));
		browser.click(By.linkText("Forgot your password?"));
		browser.enter("email", email);
		assertThat(browser.text("[role=status]"))
			.isEqualTo("If there is an account with this address, a mail with a link is on its way to it.");
		browser.click(By.linkText("Show the mail"));
	}

}
