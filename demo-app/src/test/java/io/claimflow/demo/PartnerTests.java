package io.claimflow.demo;

import java.util.Locale;

import io.claimflow.demo.account.Accounts;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users of the partner, who sign up with their first sign-in, and what workflows say to
 * that.
 */
@WholeDemo
class PartnerTests {

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Accounts accounts;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheSignIn() {
		browser.openAnew(this.address.url("/demo/sign-in"));
	}

	@Test
	void theFirstSignInMakesAnAccountAndTheNextFindsIt() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
		assertThat(browser.claim("access", "sub")).isEqualTo("\"carol@partner.example\"");
		assertThat(browser.claim("identity", "greeting")).isEqualTo("\"Hello, Carol Clay!\"");

		browser.openAnew(this.address.url("/demo/sign-in"));
		signIn(DemoAccounts.PARTNER_USERNAME);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
		browser.click(By.linkText("Account"));
		assertThat(browser.text("main")).contains("at the partner", "Carol Clay")
			.doesNotContain("Change your password");
	}

	@Test
	void theSignUpWorkflowRefusesAnAddressThatDoesNotLast() {
		signIn(DemoAccounts.PARTNER_USERNAME_THAT_DOES_NOT_LAST);

		assertThat(browser.text("[role=alert]")).contains("This address does not last.");
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME_THAT_DOES_NOT_LAST)).isFalse();
		assertNobodyIsSignedIn();
	}

	@Test
	void theSignInWorkflowRefusesWhomThePartnerHasGivenNoAccess() {
		signIn(DemoAccounts.PARTNER_USERNAME_WITHOUT_GROUP);

		assertThat(browser.text("[role=alert]")).contains("Your company has not given you access to this portal.");
		assertNobodyIsSignedIn();
	}

	@Test
	void anAddressThatHasAnAccountAlreadyDoesNotOpenThatAccount() {
		this.accounts.create(DemoAccounts.PARTNER_USERNAME, "Another Carol", "{noop}unused", Locale.UK);

		signIn(DemoAccounts.PARTNER_USERNAME);

		assertThat(browser.text("[role=alert]")).contains("There is an account with your email address already.");
		assertNobodyIsSignedIn();
	}

	@Test
	void whoseAddressChangesAtThePartnerDoesNotGetTheAccountOfAnother() {
		this.accounts.create("eve@example.com", "Eve", "{noop}unused", Locale.UK);
		this.jdbc.sql("insert into federated_account (registration_id, subject, username) values (?, ?, ?)")
			.params(DemoAccounts.PARTNER, DemoAccounts.PARTNER_USERNAME, "eve@example.com")
			.update();

		signIn(DemoAccounts.PARTNER_USERNAME);

		assertThat(browser.text("[role=alert]")).contains("not the one you signed up with");
		assertNobodyIsSignedIn();
	}

	@Test
	void whoSignsInAtThePartnerGetsNoPasswordHereByMail() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		browser.openAnew(this.address.url("/forgot-password"));
		browser.enter("email", DemoAccounts.PARTNER_USERNAME);

		assertThat(browser.text("[role=status]")).startsWith("If there is an account with this address");
		browser.open(this.address.url("/mail"));
		assertThat(browser.text("main")).doesNotContain(DemoAccounts.PARTNER_USERNAME);
	}

	@Test
	void whoSignsOutIsSignedOutAtThePartnerToo() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		browser.click(By.cssSelector("form[action='/logout'] button"));
		assertThat(browser.url()).isEqualTo(this.address.url("/?signed-out"));
		assertThat(browser.text("[role=status]")).isEqualTo("You are signed out.");
		assertNobodyIsSignedIn();

		browser.click(By.linkText("Sign in with the partner"));

		assertThat(browser.url()).endsWith("/login").doesNotStartWith(this.address.url(""));
		assertThat(browser.value("username")).isEmpty();
	}

	private void assertNobodyIsSignedIn() {
		browser.open(this.address.url("/account"));
		assertThat(browser.url()).startsWith(this.address.url("/login"));
	}

	private static void signIn(String username) {
		browser.click(By.linkText("Sign in with the partner"));
		browser.fill("username", username);
		browser.fill("password", DemoAccounts.PARTNER_PASSWORD);
		browser.click(By.cssSelector("button[type=submit]"));
	}

}
