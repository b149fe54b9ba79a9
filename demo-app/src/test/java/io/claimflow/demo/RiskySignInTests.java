package io.claimflow.demo;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sign-in that a workflow takes for risky.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "spring.datasource.url=jdbc:h2:mem:risk", "claimflow.env.RISKY_NETWORKS=203.0.113., 127." })
class RiskySignInTests {

	@Autowired
	DemoAddress address;

	@Test
	void theRightPasswordFromARiskyNetworkIsRefusedWithTheReason() {
		DemoBrowser browser = DemoBrowser.shared();
		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.url()).startsWith(this.address.url("/login"));
		assertThat(browser.text("[role=alert]")).contains("Sign-ins from this network are blocked.");
		browser.open(this.address.url("/account"));
		assertThat(browser.url()).startsWith(this.address.url("/login"));
	}

	@Test
	void aWrongPasswordFromThereIsAWrongPassword() {
		DemoBrowser browser = DemoBrowser.shared();
		browser.openAnew(this.address.url("/"));
		browser.signIn("wrong");

		assertThat(browser.text("[role=alert]")).contains("The email address or the password is wrong");
	}

}
