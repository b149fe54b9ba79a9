package io.claimflow.demo;

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

	private final TextBrowser browser = new TextBrowser();

	@Autowired
	DemoAddress address;

	@BeforeEach
	void openTheStartPage() {
		this.browser.openAnew(this.address.url("/"));
	}

	@Test
	void whoeverSignsUpSignsInAndHasTokens() {
		DemoBrowser chromium = DemoBrowser.shared();
		chromium.openAnew(this.address.url("/"));
		chromium.click(By.linkText("Create an account"));
		chromium.fill("email", "Alice@Example.com");
		chromium.fill("p_username", "Alice");
		chromium.fill("p_first_password", PASSWORD);
		chromium.enter("p_second_password", PASSWORD);
		chromium.click(By.linkText("Show the mail"));
		chromium.click(By.linkText("Confirm your account"));
		chromium.enter("p_password", PASSWORD);
		assertThat(chromium.text("[role=status]")).contains("alice@example.com");

		chromium.enterPassword("Alice@example.com", PASSWORD);

		assertThat(chromium.url()).isEqualTo(this.address.url("/demo"));
		assertThat(chromium.claim("identity", "greeting")).isEqualTo("\"Hello, Alice!\"");
		assertThat(chromium.claim("access", "sub")).isEqualTo("\"alice@example.com\"");
	}

	@Test
	void anAddressThatDoesNotLastIsRefusedWithTheWorkflowsReason() {
		this.browser.open(this.address.url("/register"));
		register("bob@mail.disposable.example", "Bob", PASSWORD, PASSWORD);

		assertThat(this.browser.text("[role=alert]"))
			.isEqualTo("This address does not last. Sign up with one that you will still read next year.");
		this.browser.open(this.address.url("/login"));
		this.browser.enterPassword("bob@mail.disposable.example", PASSWORD);
		assertThat(this.browser.text("[role=alert]")).contains("wrong");
	}

	@Test
	void whatIsWrongStandsAtItsFieldAndWhatIsNoSecretStaysThere() {
		this.browser.open(this.address.url("/register"));
		register("carol@example.com", "Support team", "carol", "karol");

		assertThat(this.browser.isInvalid("email")).isFalse();
		assertThat(this.browser.value("email")).isEqualTo("carol@example.com");
		assertThat(this.browser.isInvalid("p_username")).isTrue();
		assertThat(this.browser.description("p_username")).contains("take you for our staff");
		assertThat(this.browser.value("p_username")).isEqualTo("Support team");
		assertThat(this.browser.isInvalid("p_first_password")).isTrue();
		assertThat(this.browser.description("p_first_password")).contains("at least 12 characters",
				"Leave out the name in your email address.");
		assertThat(this.browser.isInvalid("p_second_password")).isTrue();
		assertThat(this.browser.description("p_second_password")).contains("not the same");
		assertThat(this.browser.focus()).isEqualTo("p_username");
	}

	@Test
	void aPasswordNeverComesBackInAPage() {
		this.browser.open(this.address.url("/register"));
		register("dora@example.com", "Dora", "zyzzyva-1", "zyzzyva-2");

		assertThat(this.browser.text("[role=alert]")).contains("marked fields");
		assertThat(this.browser.value("p_first_password")).isEmpty();
		assertThat(this.browser.source()).doesNotContain("zyzzyva");
		assertThat(this.browser.url()).isEqualTo(this.address.url("/register"));
	}

	@Test
	void theFormTellsNobodyWhichAddressesHaveAnAccount() {
		this.browser.open(this.address.url("/register"));
		register("grace@example.com", "Grace", PASSWORD, PASSWORD);
		String unknown = this.browser.text("main");
		this.browser.openAnew(this.address.url("/register"));
		register("ADA@example.com", "Eve", PASSWORD, PASSWORD);

		assertThat(this.browser.text("main")).isEqualTo(unknown);
		this.browser.open(this.address.url("/mail"));
		assertThat(this.browser.text("article")).contains("ada@example.com", "You have an account already");
		this.browser.open(this.address.url("/login"));
		this.browser.enterPassword(PASSWORD);
		assertThat(this.browser.text("[role=alert]")).contains("wrong");
	}

	@Test
	void withoutTheLinkInTheMailThereIsNoAccountAndItWorksOnce() {
		this.browser.open(this.address.url("/register"));
		register("heidi@example.com", "Heidi", PASSWORD, PASSWORD);
		this.browser.open(this.address.url("/login"));
		this.browser.enterPassword("heidi@example.com", PASSWORD);
		assertThat(this.browser.text("[role=alert]")).contains("wrong");

		this.browser.open(this.address.url("/mail"));
		this.browser.follow("Confirm your account");
		String link = this.browser.url();
		this.browser.enter("p_password", "what somebody else has chosen");
		assertThat(this.browser.description("p_password")).contains("not the password that was chosen");
		this.browser.enter("p_password", PASSWORD);
		assertThat(this.browser.text("[role=status]")).contains("heidi@example.com");
		this.browser.open(link);
		assertThat(this.browser.text("h1")).isEqualTo("This link does not work any more");
	}

	private void register(String email, String name, String first, String second) {
		this.browser.fill("email", email);
		this.browser.fill("p_username", name);
		this.browser.fill("p_first_password", first);
		this.browser.enter("p_second_password", second);
	}

}
