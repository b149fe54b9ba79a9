package io.claimflow.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plans, and the workflows that have a say when one changes or ends.
 */
@WholeDemo
class PlanTests {

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
	void openThePlans() {
		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.linkText("Account"));
		browser.click(By.linkText("Change your plan"));
	}

	@Test
	void aPlanIsInTheNextTokens() {
		choose("pro");
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");

		browser.open(this.address.url("/demo/sign-in"));
		assertThat(browser.claim("access", "plan")).isEqualTo("\"pro\"");
		assertThat(browser.mark("access", "plan")).isEmpty();
	}

	@Test
	void aPlanThatTheWorkflowRefusesIsNotTakenAndThePageSaysWhatToDo() {
		choose("team");

		assertThat(browser.text("[role=alert]")).contains("The team plan needs an account with a second factor.",
				"Turn one on in your account.");
		browser.click(By.linkText("Back to your account"));
		assertThat(browser.text(".facts")).contains("Free");
	}

	@Test
	void aTeamPlanDoesNotEndAtOnceAndAnotherOneDoes() {
		this.jdbc.sql("update users set plan = 'team'").update();
		choose("free");
		assertThat(browser.text("[role=alert]"))
			.isEqualTo("Others share what is in the team plan. Choose Pro first, and then Free.");

		choose("pro");
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");
		browser.click(By.linkText("Change your plan"));
		choose("free");
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Free now.");
	}

	private static void choose(String plan) {
		browser.click(By.cssSelector("input[value=" + plan + "]"), By.cssSelector("main button[type=submit]"));
	}

}
