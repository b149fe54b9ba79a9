package io.claimflow.demo;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Users of the old system, whom a workflow moves over.
 */
@ExtendWith(OutputCaptureExtension.class)
@WholeDemo
class OldUserTests {

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	PasswordEncoder passwordEncoder;

	@Value("${demo.internal.address}")
	String internalAddress;

	@BeforeEach
	void openTheLoginPage() {
		this.browser.openAnew(this.address.url("/demo/sign-in"));
	}

	@Test
	void theFirstSignInMovesAUserOverAndThePasswordIsNotInTheLog(CapturedOutput output) {
		this.browser.enterPassword(DemoAccounts.OLD_USERNAME, DemoAccounts.OLD_PASSWORD);

		assertThat(this.browser.url()).isEqualTo(this.address.url("/demo"));
		assertThat(this.browser.claim("identity", "greeting")).isEqualTo("\"Hello, Bob!\"");
		assertThat(this.browser.claim("identity", "locale")).isEqualTo("\"fr-FR\"");
		assertThat(this.passwordEncoder.matches(DemoAccounts.OLD_PASSWORD, password())).isTrue();
		assertThat(output).contains("A user has moved over from the old system")
			.doesNotContain(DemoAccounts.OLD_PASSWORD, password());
	}

	@Test
	void whoHasMovedHasThePasswordThatThisServerKnows() {
		this.browser.enterPassword(DemoAccounts.OLD_USERNAME, DemoAccounts.OLD_PASSWORD);
		this.jdbc.sql("update users set password = ? where username = ?")
			.params(this.passwordEncoder.encode("seven-grey-geese"), DemoAccounts.OLD_USERNAME)
			.update();
		this.browser.openAnew(this.address.url("/demo/sign-in"));

		this.browser.enterPassword(DemoAccounts.OLD_USERNAME, DemoAccounts.OLD_PASSWORD);

		assertThat(this.browser.text("[role=alert]")).contains("The email address or the password is wrong");
		assertThat(this.passwordEncoder.matches("seven-grey-geese", password())).isTrue();
	}

	@Test
	void aWrongPasswordMovesNobody() {
		this.browser.enterPassword(DemoAccounts.OLD_USERNAME, "wrong");

		assertThat(this.browser.text("[role=alert]")).contains("The email address or the password is wrong");
		assertThat(this.jdbc.sql("select count(*) from users where username = ?")
			.param(DemoAccounts.OLD_USERNAME)
			.query(Integer.class)
			.single()).isZero();
	}

	@Test
	void theOldSystemAnswersNobodyWithoutItsKey() {
		RestClient stranger = RestClient.create("http://" + this.internalAddress);

		assertThatExceptionOfType(HttpClientErrorException.class)
			.isThrownBy(() -> stranger.post()
				.uri("/old-users/check")
				.body(Map.of("email", DemoAccounts.OLD_USERNAME, "password", DemoAccounts.OLD_PASSWORD))
				.retrieve()
				.toBodilessEntity())
			.satisfies((answer) -> assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED));
	}

	private String password() {
		return this.jdbc.sql("select password from users where username = ?")
			.param(DemoAccounts.OLD_USERNAME)
			.query(String.class)
			.single();
	}

}
