package io.claimflow.demo;

import java.net.URI;
import java.time.Duration;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.LiveState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The console of the demo, as somebody with a browser sees it.
 */
@WholeDemo
class ConsolePageTests {

	private static final String CONSOLE = ConsoleWalk.CONSOLE;

	private static final String VIEWER = "ROLE_VIEWER";

	private static DemoBrowser browser;

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	@Autowired
	DeploymentStore store;

	@Autowired
	DeploymentStatus status;

	@Autowired
	WorkflowEngine engine;

	@BeforeAll
	static void openBrowser() {
		browser = DemoBrowser.shared();
	}

	@BeforeEach
	void openTheStartPage() {
		browser.openAnew(this.address.url("/"));
	}

	@AfterEach
	void asItWas() {
		browser.asWideAsItIs();
		browser.beLight();
	}

	private void openTheConsole() {
		browser.click(By.linkText("Console"));
		browser.enterPassword(DemoAccounts.PASSWORD);
	}

	@Test
	void itIsOneClickFromTheStartPage() {
		openTheConsole();

		assertThat(browser.url()).startsWith(this.address.url(CONSOLE));
		assertThat(browser.text("h1")).isEqualTo("Overview");
		assertThat(browser.text(".who")).contains(DemoAccounts.USERNAME, "may change");
		assertThat(browser.text("main")).contains("Deployment 1", "user:tokens_generation", "up to date");
	}

	@Test
	void axeFindsNothingAndEveryPageFits() {
		openTheConsole();
		ConsoleWalk.look(browser, this.address.url(""));
	}

	@Test
	void whoMayViewOnlySeesEveryPageAndMakesNoChange() {
		as(VIEWER, () -> {
			openTheConsole();
			ConsoleWalk.view(browser, this.address.url(""));
			ConsoleWalk.changeInVain(browser, this.address.url(""));
		});
	}

	@Test
	void whoMayChangeMakesEachChange() throws Exception {
		openTheConsole();
		ConsoleWalk.change(browser, this.address.url(""), StoredProject.with(this.store, this.engine,
				(source) -> source.replace(ConsoleWalk.NO_KEY, ConsoleWalk.KEY)), this::isKnown);
	}

	private void isKnown() {
		await().atMost(Duration.ofSeconds(60))
			.until(() -> this.status.reached().map(LiveState::revision).orElse(0L) == this.store.live().revision());
	}

	/** The one account, with another authority for the time of a test. */
	private void as(String authority, Runnable test) {
		this.jdbc.sql("update authorities set authority = ? where authority = ?")
			.params(authority, DemoAccounts.OPERATOR)
			.update();
		try {
			test.run();
		}
		finally {
			this.jdbc.sql("update authorities set authority = ? where authority = ?")
				.params(DemoAccounts.OPERATOR, authority)
				.update();
		}
	}

	@Test
	void whoeverHasNoAuthorityForItIsToldSo() {
		as("ROLE_OTHER", () -> {
			openTheConsole();

			assertThat(browser.text("main")).contains("You may not see this");
			assertThat(browser.faultsOfAccess()).isEmpty();
		});
	}

	@Test
	void aWorkflowIsDeactivatedAndActivatedWithTheKeyboardAlone() {
		openTheConsole();
		browser.open(this.address.url(CONSOLE + "/workflows/one?id=plan-selection"));
		browser.tabTo("Why");
		browser.press("it is wrong");
		browser.tabTo("Deactivate");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.text("main")).contains("This has consequences", "it is wrong");
		assertThat(browser.faultsOfAccess()).isEmpty();
		browser.tabTo("Do it all the same");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.text("tbody tr")).contains("Deactivated:", "plan-selection", "user:" + DemoAccounts.USERNAME,
				"it is wrong");

		browser.open(this.address.url(CONSOLE + "/workflows/one?id=plan-selection"));
		browser.fill("reason", "it is right again");
		browser.click(By.xpath("//button[text()='Activate']"));
		assertThat(browser.text("tbody tr")).contains("Activated:", "it is right again");
	}

	@Test
	void namesOfAnEventAreChosenWithTheKeyboard() {
		openTheConsole();
		browser.open(this.address.url(CONSOLE + "/try?workflow=user-tokens"));
		browser.awaited("#t-event-names");
		browser.fill("event", "{\"r");
		browser.press("e");
		assertThat(browser.text("#t-event-names")).isEqualTo("request");
		browser.press(Keys.ARROW_DOWN, Keys.ENTER);
		assertThat(browser.value("event")).isEqualTo("{\"request\": ");

		browser.press("{\"");
		String names = browser.text("#t-event-names");
		assertThat(names).contains("auth", "ip");
		browser.press(Keys.ARROW_UP);
		assertThat(browser.find(
				"return [...document.querySelectorAll('#t-event-names [aria-selected=true]')].map((one) => one.textContent)"))
			.containsExactly(names.substring(names.lastIndexOf('\n') + 1));
		browser.press(Keys.ESCAPE);
		assertThat(browser.text("#t-event-names")).isEmpty();
		browser.press(Keys.ENTER);
		assertThat(browser.value("event")).as("a line break, as there is nothing to choose")
			.isEqualTo("{\"request\": {\"\n");
		browser.press(Keys.TAB);
		assertThat(browser.focus()).as("no trap for the keyboard").isEqualTo("claims");
		assertThat(browser.description("event")).contains("JSON");
	}

	@Test
	void sourceHasColoursAndTimesAreInTheReadersZone() {
		openTheConsole();
		browser.open(this.address.url(CONSOLE + "/workflows/one?id=user-tokens"));

		assertThat(browser.awaited(".hljs-keyword")).isEqualTo("import");
		browser.open(this.address.url(CONSOLE));
		assertThat(browser.find("return [document.querySelector('time').title]").get(0)).endsWith(" UTC");
	}

	@Test
	void aSignInThatEndedIsNoneInTheConsole() throws Exception {
		PlainBrowser plain = new PlainBrowser();
		URI console = URI.create(this.address.url(CONSOLE));
		assertThat(plain.signIn(console).html()).contains("<h1>Overview</h1>");

		this.jdbc.sql("update users set password_changed_at = current_timestamp + interval '1' minute").update();

		assertThat(plain.get(console).uri().getPath()).isEqualTo("/login");
	}

	@Test
	void aSecondFactorThatIsOnIsAskedForHereToo() throws Exception {
		this.jdbc.sql("update users set second_factor = true").update();

		PlainBrowser.Page page = new PlainBrowser().signIn(URI.create(this.address.url(CONSOLE)));

		assertThat(page.uri().getPath()).isEqualTo("/second-factor");
	}

}
