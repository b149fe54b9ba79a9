package io.claimflow.demo;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what somebody with a browser sees of the triggers of sign-ins, tokens and
 * plans when their workflow lets them pass, denies or fails, under either policy and by
 * taking too long.
 */
class TriggerTests extends TriggerFixture {

	@Test
	void aSignUpThroughThePartnerIsRefusedWithItsReasonOrPasses() throws Exception {
		workflow("user:pre_registration", "stop", "denyAccess('Not through ' + event.context.auth.connectionId);");
		signInAtThePartner();
		assertThat(this.browser.text("[role=alert]")).isEqualTo("Not through partner");
		for (String body : List.of(BROKEN, TOO_LONG)) {
			workflow("user:pre_registration", "stop", body);
			signInAtThePartner();
			assertThat(this.browser.text("[role=alert]")).startsWith("This could not be checked (run ")
				.doesNotContain("row 17");
			assertNobodyIsSignedIn();
		}
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME)).isFalse();
		workflow("user:pre_registration", "continue", BROKEN);
		signInAtThePartner();
		assertTokens();
	}

	@Test
	void aSignUpThroughThePartnerWhoseRunMayTakeTooLongPasses() throws Exception {
		workflow("user:pre_registration", "continue", TOO_LONG);
		signInAtThePartner();
		assertTokens();
		assertThat(this.accounts.exists(DemoAccounts.PARTNER_USERNAME)).isTrue();
	}

	private void signInAtThePartner() {
		this.browser.openAnew(this.address.url("/demo/sign-in"));
		this.browser.follow("Sign in with the partner");
		this.browser.fill("username", DemoAccounts.PARTNER_USERNAME);
		this.browser.enter("password", DemoAccounts.PARTNER_PASSWORD);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyAccess('Not today');              | Not today
			throw new Error('row 17 is missing'); | The sign-in could not be completed (run
			for (;;) {}                           | The sign-in could not be completed (run
			""")
	void aSignInThatIsRefusedEndsAtTheLoginPageWithoutASession(String body, String words) throws Exception {
		workflow("user:post_authentication", "stop", body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
		assertNobodyIsSignedIn();
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void aSignInWhoseRunMayFailPasses(String body) throws Exception {
		workflow("user:post_authentication", "continue", body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertTokens();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			stop     | setEnforcementPolicy('skip');         | /demo
			stop     | setEnforcementPolicy('required');     | /second-factor
			stop     | throw new Error('row 17 is missing'); | /second-factor
			continue | throw new Error('row 17 is missing'); | /second-factor
			stop     | for (;;) {}                           | /second-factor
			continue | for (;;) {}                           | /second-factor
			""")
	void theSecondFactorIsWaivedOnlyByAWorkflowThatSaysSo(String policy, String body, String path) throws Exception {
		this.jdbc.sql("update users set second_factor = true").update();
		workflow("user:pre_mfa", policy, body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.url()).startsWith(this.address.url(path));
	}

	@Test
	void aDenialAtTheSecondFactorIsShownWithItsReasonAndAWayOut() throws Exception {
		this.jdbc.sql("update users set second_factor = true").update();
		workflow("user:pre_mfa", "stop", "denyAccess('Come to the office first');");
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.text("main")).contains("Access denied", "Come to the office first");
		this.browser.open(this.address.url("/account"));
		assertThat(this.browser.text("main")).contains("Come to the office first");
		this.browser.submit("form[action='/logout']");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You are signed out.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyAccess('Not today');              | Access denied                | Not today
			throw new Error('row 17 is missing'); | The server issued no tokens  | server_error
			for (;;) {}                           | The server issued no tokens  | server_error
			""")
	void tokensThatAreRefusedAreExplained(String body, String heading, String words) throws Exception {
		workflow("user:tokens_generation", "stop", body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.text("h1")).isEqualTo(heading);
		assertThat(this.browser.text("main")).contains(words, "(run ").doesNotContain("row 17");
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void tokensWhoseRunMayFailAreIssued(String body) throws Exception {
		workflow("user:tokens_generation", "continue", body);
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertTokens();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyPlanSelection('Too many users', ['Remove 3']); | Too many users
			throw new Error('row 17 is missing');              | This could not be checked (run
			for (;;) {}                                        | This could not be checked (run
			""")
	void aPlanThatIsRefusedIsNotTaken(String body, String words) throws Exception {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.open(this.address.url("/account/plan"));
		workflow("user:plan_selection", "stop", body);
		choose("pro");
		assertThat(this.browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
	}

	@ParameterizedTest
	@ValueSource(strings = { BROKEN, TOO_LONG, "" })
	void aPlanWhoseRunMayFailIsTaken(String body) throws Exception {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.open(this.address.url("/account/plan"));
		workflow("user:plan_selection", "continue", body);
		choose("pro");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");
		this.browser.open(this.address.url("/account/plan"));
		workflow("user:plan_cancellation_request", "continue", body);
		choose("free");
		assertThat(this.browser.text("[role=status]")).isEqualTo("You have the plan Free now.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			denyPlanCancellation('Not before May');            | Not before May
			throw new Error('row 17 is missing');              | This could not be checked (run
			for (;;) {}                                        | This could not be checked (run
			""")
	void aPlanWhoseEndIsRefusedGoesOn(String body, String words) throws Exception {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.open(this.address.url("/account/plan"));
		choose("pro");
		this.browser.open(this.address.url("/account/plan"));
		workflow("user:plan_cancellation_request", "stop", body);
		choose("free");
		assertThat(this.browser.text("[role=alert]")).startsWith(words).doesNotContain("row 17");
	}

	private void choose(String plan) {
		this.browser.choose("plan", plan);
		this.browser.submit("main");
	}

}
