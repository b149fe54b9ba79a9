package io.claimflow.demo;

import java.util.Locale;

import io.claimflow.demo.account.Accounts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users of the partner, who sign up with their first sign-in, and what workflows say to
 * that.
 */
@WholeDemo
class PartnerTests {

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	Accounts accounts;

	@BeforeEach
	void openTheSignIn() {
		this.browser.openAnew(this.address.url("/demo/sign-in"));
	}

	@Test
	void theFirstSignInMakesAnAccountAndTheNextFindsIt() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
		assertThat(this.browser.claim("access", "sub")).isEqualTo("\"carol@partner.example\"");
		assertThat(this.browser.claim("identity", "greeting")).isEqualTo("\"Hello, Carol Clay!\"");

		this.browser.openAnew(this.address.url("/demo/sign-in"));
		signIn(DemoAccounts.PARTNER_USERNAME);
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
		this.browser.follow("Account");
		assertThat(this.browser.text("main")).contains("at the partner", "Carol Clay")
			.doesNotContain("Change your password");
	}

	@Test
	void theSignUpWorkflowRefusesAnAddressThatDoesNotLast() {
		signIn(DemoAccounts.PARTNER_USERNAME_THAT_DOES_NOT_LAST);

		assertThat(this.browser.text("[role=alert]")).contains("This address does not last.");
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME_THAT_DOES_NOT_LAST)).isFalse();
		assertNobodyIsSignedIn();
	}

	@Test
	void theSignInWorkflowRefusesWhomThePartnerHasGivenNoAccess() {
		signIn(DemoAccounts.PARTNER_USERNAME_WITHOUT_GROUP);

		assertThat(this.browser.text("[role=alert]")).contains("Your company has not given you access to this portal.");
		assertNobodyIsSignedIn();
	}

	@Test
	void anAddressThatHasAnAccountAlreadyDoesNotOpenThatAccount() {
		this.accounts.create(DemoAccounts.PARTNER_USERNAME, "Another Carol", "{noop}unused", Locale.UK);

		signIn(DemoAccounts.PARTNER_USERNAME);

		assertThat(this.browser.text("[role=alert]")).contains("There is an account with your email address already.");
		assertNobodyIsSignedIn();
	}

	@Test
	void whoseAddressChangesAtThePartnerDoesNotGetTheAccountOfAnother() {
		this.accounts.create("eve@example.com", "Eve", "{noop}unused", Locale.UK);
		this.jdbc.sql("insert into federated_account (registration_id, subject, username) values (?, ?, ?)")
			.params(DemoAccounts.PARTNER, DemoAccounts.PARTNER_USERNAME, "eve@example.com")
			.update();

		signIn(DemoAccounts.PARTNER_USERNAME);

		assertThat(this.browser.text("[role=alert]")).contains("not the one you signed up with");
		assertNobodyIsSignedIn();
	}

	@Test
	void whoSignsInAtThePartnerGetsNoPasswordHereByMail() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		this.browser.openAnew(this.address.url("/forgot-password"));
		this.browser.enter("email", DemoAccounts.PARTNER_USERNAME);

		assertThat(this.browser.text("[role=status]")).startsWith("If there is an account with this address");
		this.browser.open(this.address.url("/mail"));
		assertThat(this.browser.text("main")).doesNotContain(DemoAccounts.PARTNER_USERNAME);
	}

	@Test
	void whoSignsOutIsSignedOutAtThePartnerToo() {
		signIn(DemoAccounts.PARTNER_USERNAME);
		this.browser.submit("form[action='/logout']");
		assertThat(this.browser.url()).isEqualTo(this.address.url("/?signed-out"));
		assertThat(this.browser.text("[role=status]")).isEqualTo("You are signed out.");
		assertNobodyIsSignedIn();

		this.browser.follow("Sign in with the partner");

		assertThat(this.browser.url()).endsWith("/login").doesNotStartWith(this.address.url(""));
		assertThat(this.browser.value("username")).isEmpty();
	}

	private void assertNobodyIsSignedIn() {
		this.browser.open(this.address.url("/account"));
		assertThat(this.browser.url()).startsWith(this.address.url("/login"));
	}

	private void signIn(String username) {
		this.browser.follow("Sign in with the partner");
		this.browser.fill("username", username);
		this.browser.enter("password", DemoAccounts.PARTNER_PASSWORD);
	}

}
