package io.claimflow.demo;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plans, and the workflows that have a say when one changes or ends.
 */
@WholeDemo
class PlanTests {

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@BeforeEach
	void openThePlans() {
		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.follow("Account");
		this.browser.follow("Change your plan");
	}

	@Test
	void aPlanIsInTheNextTokens() {
		choose("pro");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");

		this.browser.open(this.address.url("/demo/sign-in"));
		assertThat(this.browser.claim("access", "plan")).isEqualTo("\"pro\"");
		assertThat(this.browser.mark("access", "plan")).isEmpty();
	}

	@Test
	void aPlanThatTheWorkflowRefusesIsNotTakenAndThePageSaysWhatToDo() {
		choose("team");

		assertThat(this.browser.text("[role=alert]")).contains("The team plan needs an account with a second factor.",
				"Turn one on in your account.");
		this.browser.follow("Back to your account");
		assertThat(this.browser.text(".facts")).contains("Free");
	}

	@Test
	void aTeamPlanDoesNotEndAtOnceAndAnotherOneDoes() {
		this.jdbc.sql("update users set plan = 'team'").update();
		choose("free");
		assertThat(this.browser.text("[role=alert]"))
			.isEqualTo("Others share what is in the team plan. Choose Pro first, and then Free.");

		choose("pro");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");
		this.browser.follow("Change your plan");
		choose("free");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You have the plan Free now.");
	}

	private void choose(String plan) {
		this.browser.choose("plan", plan);
		this.browser.submit("main");
	}

}
