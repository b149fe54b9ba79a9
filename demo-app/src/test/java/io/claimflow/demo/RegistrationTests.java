package io.claimflow.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Signing up, and the three workflows that have a say in it.
 */
@WholeDemo
class RegistrationTests {

	private static final String PASSWORD = "seven-grey-geese";

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheStartPage() {
		browser.openAnew(this.address.url("/"));
	}

	@Test
	void whoeverSignsUpSignsInAndHasTokens() {
		browser.click(By.linkText("Create an account"));
		register("Alice@Example.com", "Alice", PASSWORD, PASSWORD);
		confirm();
		assertThat(browser.text("[role=status]")).contains("alice@example.com");

		browser.enterPassword("Alice@example.com", PASSWORD);

		assertThat(browser.url()).isEqualTo(this.address.url("/demo"));
		assertThat(browser.claim("identity", "greeting")).isEqualTo("\"Hello, Alice!\"");
		assertThat(browser.claim("access", "sub")).isEqualTo("\"alice@example.com\"");
	}

	@Test
	void anAddressThatDoesNotLastIsRefusedWithTheWorkflowsReason() {
		browser.open(this.address.url("/register"));
		register("bob@mail.disposable.example", "Bob", PASSWORD, PASSWORD);

		assertThat(browser.text("[role=alert]"))
			.isEqualTo("This address does not last. Sign up with one that you will still read next year.");
		browser.open(this.address.url("/login"));
		browser.enterPassword("bob@mail.disposable.example", PASSWORD);
		assertThat(browser.text("[role=alert]")).contains("wrong");
	}

	@Test
	void whatIsWrongStandsAtItsFieldAndWhatIsNoSecretStaysThere() {
		browser.open(this.address.url("/register"));
		register("carol@example.com", "Support team", "carol", "karol");

		assertThat(browser.isInvalid("email")).isFalse();
		assertThat(browser.value("email")).isEqualTo("carol@example.com");
		assertThat(browser.isInvalid("p_username")).isTrue();
		assertThat(browser.description("p_username")).contains("take you for our staff");
		assertThat(browser.value("p_username")).isEqualTo("Support team");
		assertThat(browser.isInvalid("p_first_password")).isTrue();
		assertThat(browser.description("p_first_password")).contains("at least 12 characters",
				"Leave out the name in your email address.");
		assertThat(browser.isInvalid("p_second_password")).isTrue();
		assertThat(browser.description("p_second_password")).contains("not the same");
		assertThat(browser.focus()).isEqualTo("p_username");
	}

	@Test
	void aPasswordNeverComesBackInAPage() {
		browser.open(this.address.url("/register"));
		register("dora@example.com", "Dora", "zyzzyva-1", "zyzzyva-2");

		assertThat(browser.text("[role=alert]")).contains("marked fields");
		assertThat(browser.value("p_first_password")).isEmpty();
		assertThat(browser.source()).doesNotContain("zyzzyva");
		assertThat(browser.url()).isEqualTo(this.address.url("/register"));
	}

	@Test
	void theFormTellsNobodyWhichAddressesHaveAnAccount() {
		browser.open(this.address.url("/register"));
		register("grace@example.com", "Grace", PASSWORD, PASSWORD);
		String unknown = browser.text("main");
		browser.openAnew(this.address.url("/register"));
		register("ADA@example.com", "Eve", PASSWORD, PASSWORD);

		assertThat(browser.text("main")).isEqualTo(unknown);
		browser.open(this.address.url("/mail"));
		assertThat(browser.text("article")).contains("ada@example.com", "You have an account already");
		browser.open(this.address.url("/login"));
		browser.enterPassword(PASSWORD);
		assertThat(browser.text("[role=alert]")).contains("wrong");
	}

	@Test
	void withoutTheLinkInTheMailThereIsNoAccountAndItWorksOnce() {
		browser.open(this.address.url("/register"));
		register("heidi@example.com", "Heidi", PASSWORD, PASSWORD);
		browser.open(this.address.url("/login"));
		browser.enterPassword("heidi@example.com", PASSWORD);
		assertThat(browser.text("[role=alert]")).contains("wrong");

		browser.open(this.address.url("/mail"));
		browser.click(By.linkText("Confirm your account"));
		String link = browser.url();
		browser.enter("p_password", "what somebody else has chosen");
		assertThat(browser.description("p_password")).contains("not the password that was chosen");
		browser.enter("p_password", PASSWORD);
		assertThat(browser.text("[role=status]")).contains("heidi@example.com");
		browser.open(link);
		assertThat(browser.text("h1")).isEqualTo("This link does not work any more");
	}

	/** After a sign-up. */
	private static void confirm() {
		browser.click(By.linkText("Show the mail"));
		browser.click(By.linkText("Confirm your account"));
		browser.enter("p_password", PASSWORD);
	}

	private static void register(String email, String name, String first, String second) {
		browser.fill("email", email);
		browser.fill("p_username", name);
		browser.fill("p_first_password", first);
		browser.enter("p_second_password", second);
	}

}
