package io.claimflow.demo;

import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The demo as somebody with a browser sees it.
 */
@WholeDemo
class BrowserTests {

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
	void signingInShowsBothTokens() {
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
		assertThat(browser.claim("access", "sub")).isEqualTo("\"ada@example.com\"");
		assertThat(browser.claim("identity", "name")).isEqualTo("\"Ada\"");
		assertThat(browser.text("#access header")).contains("Expires in 5 minutes");
	}

	@Test
	void theMarksSayWhatTheWorkflowDid() {
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.mark("access", "roles")).contains("added");
		assertThat(browser.claim("access", "roles")).contains("viewer", "editor");
		assertThat(browser.mark("access", "plan")).contains("added");
		assertThat(browser.claim("access", "plan")).isEqualTo("\"free\"");
		assertThat(browser.mark("access", "scope")).contains("changed");
		assertThat(browser.claim("access", "scope")).startsWith("\"").contains("openid", "profile", "email");
		assertThat(browser.mark("access", "permissions")).contains("removed");
		assertThat(browser.mark("access", "sub")).isEmpty();
		assertThat(browser.mark("identity", "greeting")).contains("added");
		assertThat(browser.claim("identity", "greeting")).isEqualTo("\"Hello, Ada!\"");
		assertThat(browser.mark("identity", "locale")).contains("changed");
		assertThat(browser.claim("identity", "locale")).isEqualTo("\"en-GB\"");
		assertThat(browser.mark("identity", "name")).isEmpty();
		assertThat(browser.text(".summary")).contains("User tokens ran in", "3 added", "2 changed", "1 removed");
	}

	@Test
	void whatWasChangedOrRemovedIsShownAsItWasBefore() {
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.before("identity", "locale")).isEqualTo("\"en_GB\"");
		assertThat(browser.before("access", "permissions")).contains("read:articles");
	}

	@Test
	void everyPageSaysWhoIsSignedInAndLeadsBackToTheTokens() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.linkText("Account"));
		assertThat(browser.text(".top")).contains("Signed in as ada@example.com");

		browser.click(By.linkText("Tokens"));

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

	@Test
	void aMachinesTokenIsShownDecoded() {
		browser.click(By.cssSelector("form[action='/demo/machine'] button"));

		assertThat(browser.claim("machine", "sub")).isEqualTo("\"demo-m2m\"");
		assertThat(browser.mark("machine", "environment")).contains("added");
		assertThat(browser.text(".summary")).contains("MachineTokenWorkflow.ts");
	}

	@Test
	void theMarksAreThereAfterARefreshToo() {
		browser.signIn(DemoAccounts.PASSWORD);

		browser.click(By.cssSelector("form[action='/demo/refresh'] button"));

		assertThat(browser.mark("access", "permissions")).contains("removed");
		assertThat(browser.mark("identity", "greeting")).contains("added");
		assertThat(browser.claim("identity", "greeting")).isEqualTo("\"Welcome back, Ada!\"");
		assertThat(browser.mark("identity", "locale")).contains("changed");
	}

	@Test
	void refreshingShowsNewTokensEachTime() {
		browser.signIn(DemoAccounts.PASSWORD);
		String first = browser.claim("access", "jti");

		browser.click(By.cssSelector("form[action='/demo/refresh'] button"));
		String second = browser.claim("access", "jti");
		browser.click(By.cssSelector("form[action='/demo/refresh'] button"));
		String third = browser.claim("access", "jti");

		assertThat(Stream.of(first, second, third)).doesNotHaveDuplicates();
		assertThat(browser.text("[role=status]")).contains("new tokens");
	}

	@Test
	void aRefreshThatTheServerRefusesIsExplained() {
		browser.signIn(DemoAccounts.PASSWORD);
		this.jdbc.sql("delete from oauth2_authorization").update();

		browser.click(By.cssSelector("form[action='/demo/refresh'] button"));

		assertThat(browser.text("main")).contains("The server issued no tokens", "invalid_grant", "Try again");
	}

	@Test
	void aPageThatDoesNotExistIsSaidSo() {
		browser.open(this.address.url("/demo/nothing"));

		assertThat(browser.text("main")).contains("This page does not exist");
	}

	@Test
	void aDeviceIsConnectedWithTheCodeThatItShows() {
		Map<String, Object> device = RestClient.create(this.address.url("/oauth2/device_authorization"))
			.post()
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body("client_id=demo-web&scope=profile")
			.retrieve()
			.body(new ParameterizedTypeReference<>() {
			});

		browser.open((String) device.get("verification_uri"));
		browser.enterPassword(DemoAccounts.PASSWORD);
		browser.enter("user_code", (String) device.get("user_code"));
		assertThat(browser.text("main")).contains("Connect this device?", (String) device.get("user_code"));
		browser.click(By.cssSelector("main button"));

		assertThat(browser.text("h1")).isEqualTo("Device connected");
		assertThat(browser.text("[role=status]")).contains("The device is connected");
	}

	@Test
	void aWrongPasswordIsSaidSoAtTheForm() {
		browser.signIn("wrong");

		assertThat(browser.text("[role=alert]")).contains("The email address or the password is wrong");
	}

	@ParameterizedTest
	@ValueSource(strings = { DemoAccounts.USERNAME, "Nobody@Example.com" })
	void theAddressNeedNotBeTypedAgainAfterAWrongPassword(String address) {
		browser.click(By.linkText("Sign in"));
		browser.enterPassword(address, "zyzzyva");

		assertThat(browser.value("username")).isEqualTo(address);
		assertThat(browser.value("password")).isEmpty();
		assertThat(browser.source()).doesNotContain("zyzzyva");
		browser.open(this.address.url("/login"));
		assertThat(browser.value("username")).as("for whoever comes next").isEmpty();
	}

	@Test
	void theAddressThatComesBackIsNoHtml() throws Exception {
		PlainBrowser plain = new PlainBrowser();
		PlainBrowser.Page login = plain.get(URI.create(this.address.url("/login")));

		PlainBrowser.Page again = plain.submit(login, "/login",
				Map.of("username", "\"><i>ada</i>@example.com", "password", "wrong"));

		assertThat(again.html()).contains("value=\"&quot;&gt;&lt;i&gt;ada&lt;/i&gt;@example.com\"")
			.doesNotContain("<i>");
	}

	@Test
	void anAnswerThatNobodyAskedForGetsNoTokens() {
		browser.open(this.address.url("/demo/callback?code=stolen&state=guessed"));

		assertThat(browser.text("main")).contains("invalid_state", "Try again");
	}

	@Test
	void signingOutAsksForThePasswordTheNextTime() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.cssSelector("form[action='/logout'] button"));
		assertThat(browser.text("[role=status]")).isEqualTo("You are signed out.");

		browser.click(By.linkText("Sign in"));

		assertThat(browser.url()).startsWith(this.address.url("/login"));
	}

	@Test
	void aSignInThatStartsAtLocalhostEndsAtTheRegisteredAddress() {
		browser.open(this.address.url("/").replace(DemoAddress.LOOPBACK, "localhost"));
		browser.signIn(DemoAccounts.PASSWORD);

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
	}

}
