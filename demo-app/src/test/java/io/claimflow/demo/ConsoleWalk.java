package io.claimflow.demo;

import java.time.Duration;
import java.util.List;

import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A walk through the pages of the console. */
public final class ConsoleWalk {

	static final String CONSOLE = "/claimflow/console";

	static final List<String> PAGES = List.of("", "/workflows", "/workflows/one?id=user-tokens", "/deployments",
			"/deployments/1", "/deployments/history", "/deployments/previews", "/variables", "/runs",
			"/runs?claim=none", "/runs?status=GREAT", "/try",
			"/runs/source?deployment=1&file=kindeSrc/environment/workflows/planSelection/PlanSelectionWorkflow.ts",
			"/nothing");

	private ConsoleWalk() {
	}

	/**
	 * Opens each page, on a phone by day, a screen by night and a large screen: axe finds
	 * nothing, and nothing is wider than the window.
	 */
	static void look(DemoBrowser browser, String url) {
		for (String page : PAGES) {
			browser.beLight();
			browser.beAsWideAs(320);
			browser.open(url + CONSOLE + page);
			assertThat(browser.faultsOfAccess()).as(page).isEmpty();
			assertThat(widerThanTheWindow(browser)).as(page).isEmpty();
			browser.beDark();
			browser.beAsWideAs(1400);
			assertThat(browser.faultsOfLooks()).as(page + ", by night").isEmpty();
			assertThat(widerThanTheWindow(browser)).as(page).isEmpty();
			browser.beAsWideAs(2560);
			assertThat(widerThanTheWindow(browser)).as(page).isEmpty();
		}
	}

	/** Opens each page as somebody who may view only, and is offered no change. */
	public static void view(DemoBrowser browser, String url) {
		for (String page : PAGES) {
			browser.open(url + CONSOLE + page);
			assertThat(browser.text(".who")).as(page).contains("may view");
			assertThat(browser
				.find("return [...document.querySelectorAll('main form[method=post]')].map((one) => one.action)"))
				.as(page)
				.isEmpty();
		}
	}

	private static List<String> widerThanTheWindow(DemoBrowser browser) {
		return browser.find("""
				const root = document.documentElement;
				return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} pixels wide`] : [];
				""");
	}

	/** Somebody deactivates a workflow, and activates it again. */
	public static void change(DemoBrowser browser, String url, String reason) {
		browser.open(url + CONSOLE + "/workflows/one?id=plan-selection");
		browser.fill("reason", reason);
		browser.click(By.xpath("//button[text()='Deactivate']"));
		assertThat(browser.text("main")).contains("This has consequences", reason);
		browser.click(By.xpath("//button[text()='Do it all the same']"));
		assertThat(browser.text("tbody tr")).contains("Deactivated:", "plan-selection", reason);
		// The next node knows a moment later.
		await().atMost(Duration.ofSeconds(20)).until(() -> {
			browser.open(url + CONSOLE + "/workflows/one?id=plan-selection");
			return browser.find("return [...document.querySelectorAll('main button')].map((one) => one.textContent)");
		}, (buttons) -> buttons.contains("Activate"));
		browser.fill("reason", "right again");
		browser.click(By.xpath("//button[text()='Activate']"));
		assertThat(browser.text("tbody tr")).contains("Activated:", "right again");
	}

}
