package io.claimflow.demo;

import java.time.Instant;

import com.bastiaanjansen.otp.TOTPGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An authenticator app as the second factor.
 */
@WholeDemo
class AuthenticatorTests {

	private static final String KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

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
	void whoSetsAnAppUpGivesItsCodeAtTheNextSignIn() {
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.follow("Account");
		assertThat(this.browser.text(".facts")).contains("none");
		this.browser.follow("Use an authenticator app");
		String key = this.browser.text(".key");
		this.browser.enter("code", "000000");
		assertThat(this.browser.isInvalid("code")).isTrue();
		assertThat(this.browser.description("code")).contains("not the code that the app shows");
		assertThat(this.browser.focus()).isEqualTo("code");
		assertThat(this.browser.text(".key")).isEqualTo(key);
		this.browser.enter("code", code(key));
		assertThat(this.browser.text("[role=status]")).contains("asked for a code of your app");
		assertThat(this.browser.text(".facts")).contains("a code of your authenticator app");

		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);
		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
		this.browser.enter("code", code(key));

		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void aCodeWorksOnce() {
		hasApp();
		this.browser.signIn(DemoAccounts.PASSWORD);
		String code = code(KEY);
		this.browser.enter("code", code);
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
		this.jdbc.sql("delete from second_factor_given").update();

		this.browser.openAnew(this.address.url("/"));
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.enter("code", code);

		assertThat(this.browser.description("code")).contains("This code is wrong, or was used already.");
		this.browser.open(this.address.url("/account"));
		assertThat(this.browser.url()).startsWith(this.address.url("/second-factor"));
	}

	@Test
	void afterFiveWrongCodesTheRightOneDoesNotWorkForAWhile() {
		hasApp();
		this.jdbc.sql("update users set authenticator_failures = 3").update();
		this.browser.signIn(DemoAccounts.PASSWORD);
		this.browser.enter("code", "000000");
		this.browser.enter("code", "not a code");
		this.browser.enter("code", code(KEY));
		assertThat(this.browser.isInvalid("code")).isTrue();

		this.jdbc.sql("update users set authenticator_blocked_until = timestamp with time zone '2020-01-01 00:00:00Z'")
			.update();
		this.browser.enter("code", code(KEY));
		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void aTokenByMailDoesNotTakeThePlaceOfTheCode() {
		hasApp();
		this.browser.signIn(DemoAccounts.PASSWORD);

		assertThat(this.browser.source()).doesNotContain("/ott/generate");
		assertThat(this.browser.text("main")).contains("your authenticator app");
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
