package io.claimflow.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The second factor, and the workflow that waives it for a while.
 */
@WholeDemo
class SecondFactorTests {

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheStartPage() {
		browser.openAnew(this.address.url("/"));
	}

	@Test
	void whoTurnsItOnGivesItAtOnceAndIsThenNotAskedForAWhile() {
		turnOn();
		giveTheToken();
		assertThat(browser.url()).startsWith(this.address.url("/account"));

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));

		this.jdbc.sql("update second_factor_given set given_at = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();
		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
		giveTheToken();
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void anotherBrowserOfTheSameUserIsAsked() {
		turnOn();
		giveTheToken();
		this.jdbc.sql("update second_factor_given set user_agent = 'another browser'").update();

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void aWrongTokenIsSaidSoAtItsField() {
		turnOn();
		browser.click(By.cssSelector("form[action='/ott/generate'] button"));
		browser.fill("token", "guessed");
		browser.click(By.cssSelector("form[action='/login/ott'] button"));

		assertThat(browser.isInvalid("token")).isTrue();
		assertThat(browser.description("token")).contains("does not work");
		browser.open(this.address.url("/change-password"));
		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void itCanBeTurnedOffAgain() {
		turnOn();
		giveTheToken();
		browser.click(By.cssSelector("form[action='/account/second-factor'] button"));
		assertThat(browser.text("[role=status]")).isEqualTo("You are no longer asked for a second factor.");
		this.jdbc.sql("delete from second_factor_given").update();

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	private void turnOn() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.linkText("Account"));
		browser.click(By.cssSelector("form[action='/account/second-factor'] button"));
		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
	}

	private static void giveTheToken() {
		browser.click(By.cssSelector("form[action='/ott/generate'] button"));
		browser.click(By.linkText("Show the mail"));
		browser.click(By.linkText("Go on with the sign-in"));
		browser.click(By.cssSelector("form[action='/login/ott'] button"));
	}

}
