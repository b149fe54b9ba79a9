package io.claimflow.demo;

import java.time.Instant;

import com.bastiaanjansen.otp.TOTPGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An authenticator app as the second factor.
 */
@WholeDemo
class AuthenticatorTests {

	private static final String KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

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
	void whoSetsAnAppUpGivesItsCodeAtTheNextSignIn() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.linkText("Account"));
		assertThat(browser.text(".facts")).contains("none");
		browser.click(By.partialLinkText("authenticator app"));
		String key = browser.text(".key");
		browser.enter("code", "000000");
		assertThat(browser.isInvalid("code")).isTrue();
		assertThat(browser.description("code")).contains("not the code that the app shows");
		assertThat(browser.focus()).isEqualTo("code");
		assertThat(browser.text(".key")).isEqualTo(key);
		browser.enter("code", code(key));
		assertThat(browser.text("[role=status]")).contains("asked for a code of your app");
		assertThat(browser.text(".facts")).contains("a code of your authenticator app");

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
		browser.enter("code", code(key));

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void aCodeWorksOnce() {
		hasApp();
		browser.signIn(DemoAccounts.PASSWORD);
		String code = code(KEY);
		browser.enter("code", code);
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
		this.jdbc.sql("delete from second_factor_given").update();

		browser.openAnew(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		browser.enter("code", code);

		assertThat(browser.description("code")).contains("This code is wrong, or was used already.");
		browser.open(this.address.url("/account"));
		assertThat(browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void afterFiveWrongCodesTheRightOneDoesNotWorkForAWhile() {
		hasApp();
		this.jdbc.sql("update users set authenticator_failures = 3").update();
		browser.signIn(DemoAccounts.PASSWORD);
		browser.enter("code", "000000");
		browser.enter("code", "not a code");
		browser.enter("code", code(KEY));
		assertThat(browser.isInvalid("code")).isTrue();

		this.jdbc.sql("update users set authenticator_blocked_until = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();
		browser.enter("code", code(KEY));
		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void aTokenByMailDoesNotTakeThePlaceOfTheCode() {
		hasApp();
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.source()).doesNotContain("/ott/generate");
		assertThat(browser.text("main")).contains("your authenticator app");
	}

	private void hasApp() {
		this.jdbc.sql("update users set second_factor = true, authenticator_key = ? where username = ?")
			.params(KEY, DemoAccounts.USERNAME)
			.update();
	}

	private static String code(String key) {
		return new TOTPGenerator.Builder(key).build().at(Instant.now());
	}

}
