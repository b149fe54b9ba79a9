package io.claimflow.demo;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The second factor, and the workflow that waives it for a while.
 */
@WholeDemo
class SecondFactorTests {

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@BeforeEach
	void openTheStartPage() {
		this.browser.openAnew(this.address.url("/"));
	}

	@Test
	void whoTurnsItOnGivesItAtOnceAndIsThenNotAskedForAWhile() {
		turnOn();
		giveTheToken();
		assertThat(this.browser.url()).startsWith(this.address.url("/account"));

		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));

		this.jdbc.sql("update second_factor_given set given_at = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();
		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
		giveTheToken();
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void anotherBrowserOfTheSameUserIsAsked() {
		turnOn();
		giveTheToken();
		this.jdbc.sql("update second_factor_given set user_agent = 'another browser'").update();

		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);

		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void aWrongTokenIsSaidSoAtItsField() {
		turnOn();
		this.browser.submit("form[action='/ott/generate']");
		this.browser.fill("token", "guessed");
		this.browser.submit("form[action='/login/ott']");

		assertThat(this.browser.isInvalid("token")).isTrue();
		assertThat(this.browser.description("token")).contains("does not work");
		this.browser.open(this.address.url("/change-password"));
		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void itCanBeTurnedOffAgain() {
		turnOn();
		giveTheToken();
		this.browser.submit("form[action='/account/second-factor']");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You are no longer asked for a second factor.");
		this.jdbc.sql("delete from second_factor_given").update();

		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);

		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
	}

	private void turnOn() {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.follow("Account");
		this.browser.submit("form[action='/account/second-factor']");
		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
	}

	private void giveTheToken() {
		this.browser.submit("form[action='/ott/generate']");
		this.browser.follow("Show the mail");
		this.browser.follow("Go on with the sign-in");
		this.browser.submit("form[action='/login/ott']");
	}

}
