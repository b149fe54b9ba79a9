package io.claimflow.demo;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Why a token has the claims that it has is one click away from it, for whom it was
 * issued to.
 */
@WholeDemo
class RunPageTests {

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
	void theTokenPageLeadsToItsRunWhichNobodyElseSees() {
		browser.signIn(DemoAccounts.PASSWORD);
		browser.click(By.partialLinkText("Why does my token"));
		String run = browser.url();
		await().until(() -> {
			browser.open(run);
			return browser.source().contains("How it went");
		});
		assertThat(browser.text("main")).contains("user:tokens_generation", "The workflow removed it.",
				"The workflow added it, as array.", "As the server sets it.");
		assertThat(browser.mark("claims-of-run", "permissions")).isEqualTo("removed");
		browser.click(By.linkText("Open it in the console"));
		assertThat(browser.text("h1")).isEqualTo("Run " + run.substring(run.lastIndexOf('/') + 1));
		assertThat(browser.text("main")).contains("permissions", "removed", "removed", "added");
		assertThat(browser.faultsOfAccess()).isEmpty();
		browser.openAnew(this.address.url("/"));
		browser.open(run);
		assertThat(browser.source()).doesNotContain("How it went");
		browser.click(By.linkText("Claimflow demo"));
		browser.click(By.cssSelector("form[action='/demo/machine'] button"));
		browser.click(By.partialLinkText("Why does my token"));
		assertThat(browser.text("h1")).isEqualTo("What the workflow did");
	}

}
