package io.claimflow.demo;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is true of every page: it fits on a phone, a screen reader can name what is on it,
 * and neither a mouse nor JavaScript is needed.
 */
@WholeDemo
class PageTests {

	private static final List<String> OPEN = List.of("/", "/login", "/login?error", "/register", "/forgot-password",
			"/mail", "/reset-password?token=none", "/confirm-account?token=none",
			"/demo/callback?error=access_denied&state=none");

	private static final List<String> SIGNED_IN = List.of("/demo", "/account", "/account/plan",
			"/account/authenticator", "/change-password", "/second-factor", "/activate", "/nothing");

	/** What is wrong with a page. */
	private static final String FAULTS = """
			const faults = [];
			const wrong = (what, elements) => elements.forEach((element) => faults.push(`${what}: ${element.outerHTML}`));
			const all = (selector) => [...document.querySelectorAll(selector)];
			const root = document.documentElement;
			if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} pixels wide`);
			if (!document.title.trim() || !root.lang) faults.push("no title or language");
			for (const one of ["h1", "main"]) if (all(one).length !== 1) faults.push(`${all(one).length} times ${one}`);
			wrong("needs JavaScript", all("script, [onclick], [onsubmit], [onchange], a[href^='javascript:']"));
			wrong("has no label", all("input:not([type=hidden]), select, textarea")
			  .filter((field) => ![...field.labels].some((label) => label.innerText.trim())));
			wrong("has no name", all("a, button").filter((it) => !it.innerText.trim() && !it.ariaLabel));
			wrong("has no text", all("img:not([alt])"));
			wrong("is out of the order of the keys", all("[tabindex]").filter((it) => it.tabIndex > 0));
			for (const attribute of ["aria-describedby", "aria-labelledby"])
			  wrong("refers to nothing", all(`[${attribute}]`).filter((it) =>
			    it.getAttribute(attribute).split(" ").some((id) => !document.getElementById(id))));
			wrong("is not the only one of its id", all("[id]")
			  .filter((it) => document.getElementById(it.id) !== it));
			return faults;
			""";

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

	@AfterEach
	void asItWas() {
		browser.asWideAsItIs();
	}

	@Test
	void everyPageFitsAndIsNamedAndNeedsNoJavaScript() {
		OPEN.forEach(this::assertFaultless);
		browser.open(this.address.url("/register"));
		browser.fill("email", "somebody@disposable.example");
		browser.fill("p_username", "Support team");
		browser.fill("p_first_password", "short");
		browser.enter("p_second_password", "shorter");
		assertFaultlessAtEachWidth("a form with errors");
		browser.open(this.address.url("/"));
		browser.signIn(DemoAccounts.PASSWORD);
		SIGNED_IN.forEach(this::assertFaultless);
		browser.open(this.address.url("/"));
		browser.click(By.cssSelector("form[action='/demo/machine'] button"));
		assertFaultlessAtEachWidth("a machine's token");
	}

	private void assertFaultless(String path) {
		browser.open(this.address.url(path));
		assertThat(browser.url()).as("not sent elsewhere").isEqualTo(this.address.url(path));
		assertFaultlessAtEachWidth(path);
	}

	private static void assertFaultlessAtEachWidth(String page) {
		for (int width : List.of(320, 375, 1280)) {
			browser.beAsWideAs(width);
			assertThat(browser.find(FAULTS)).as("%s, %s pixels wide", page, width).isEmpty();
		}
	}

	@Test
	void aKeyboardIsEnough() {
		browser.tabTo("Sign in");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.focus()).isEqualTo("username");
		browser.press(DemoAccounts.USERNAME, Keys.TAB, "wrong");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.focus()).isEqualTo("username");
		browser.press(Keys.TAB, DemoAccounts.PASSWORD);
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.text("h1")).isEqualTo("Your tokens");
		browser.tabTo("Account");
		browser.pressAndLeave(Keys.ENTER);
		browser.tabTo("Change your plan");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.focus()).isEqualTo("plan");
		browser.press(Keys.DOWN);
		browser.tabTo("Change the plan");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.text("[role=status]")).isEqualTo("You have the plan Pro now.");
		browser.tabTo("Sign out");
		browser.pressAndLeave(Keys.ENTER);
		assertThat(browser.text("[role=status]")).isEqualTo("You are signed out.");
	}

}
