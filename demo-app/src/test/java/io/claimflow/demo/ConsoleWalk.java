package io.claimflow.demo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/** A walk through the pages of the console. */
public final class ConsoleWalk {

	static final String CONSOLE = "/claimflow/console";

	static final List<String> PAGES = List.of("", "/workflows", "/workflows/one?id=user-tokens", "/deployments",
			"/deployments/1", "/deployments/history", "/deployments/previews", "/variables", "/runs",
			"/runs?claim=none", "/runs?status=GREAT", "/try",
			"/runs/source?deployment=1&file=kindeSrc/environment/workflows/planSelection/PlanSelectionWorkflow.ts",
			"/nothing");

	/** What the workflow of machine tokens declares, and what it needs a key with. */
	public static final String NO_KEY = "\"kinde.m2mToken\": {},";

	public static final String KEY = NO_KEY + " \"kinde.secureFetch\": {},";

	private static final List<String> CHANGES = List.of("/activation", "/deployments/1/live", "/deployments/rollback",
			"/deployments/1/preview", "/deployments/previews/1/revoke", "/variables/set", "/variables/delete",
			"/variables/keys/create", "/variables/keys/activate", "/variables/keys/retire", "/variables/keys/delete",
			"/try", "/try/recorded");

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

	/**
	 * Makes each change as somebody who may view only, with a token of their own session,
	 * and is refused.
	 */
	public static void changeInVain(DemoBrowser browser, String url) {
		browser.open(url + "/account");
		String token = browser.find("return [document.querySelector('[name=_csrf]').value]").get(0);
		browser.open(url + CONSOLE);
		assertThat(browser.find("""
				const made = [];
				const change = async (path) => {
				  const fields = new URLSearchParams({ _csrf: '%s', reason: 'in vain', confirm: 'true', revision: '1',
				    workflow: 'plan-selection', active: 'false', name: 'VAIN', value: 'x', id: '1', deployment: '1',
				    client: 'c', minutes: '5', event: '{}', claims: '{}' });
				  const answer = await fetch('%s' + path, { method: 'POST', body: fields, redirect: 'manual' });
				  const refused = answer.status === 403 && (await answer.text()).includes('You may not change this');
				  if (!refused) made.push(`${path} ${answer.status}`);
				};
				return Promise.all([%s].map(change)).then(() => made);
				""".formatted(token, url + CONSOLE,
				CHANGES.stream().map((path) -> "'" + path + "'").collect(Collectors.joining(", ")))))
			.as("changes of somebody who may view only")
			.isEmpty();
		browser.open(url + CONSOLE + "/deployments/history");
		assertThat(browser.text("main")).doesNotContain("in vain");
		browser.open(url + CONSOLE + "/variables");
		assertThat(browser.text("main")).doesNotContain("VAIN");
	}

	/**
	 * Makes each change, with a reason that the pages then have, and leaves all as it
	 * was.
	 * @param other a deployment that is stored, whose workflow of machine tokens needs a
	 * key
	 * @param known waits until each node runs what is live
	 */
	public static void change(DemoBrowser browser, String url, long other, Runnable known) {
		String console = url + CONSOLE;
		compareTokens(browser, console, other);
		goLive(browser, console, other);
		known.run();
		preview(browser, console, other);
		variables(browser, console);
		keys(browser, console);
		tryIt(browser, console);
		rollBack(browser, console, other);
		known.run();
		activation(browser, console, known);
	}

	private static void compareTokens(DemoBrowser browser, String console, long other) {
		browser.open(console + "/deployments/" + other);
		browser.submit(form("/try/recorded"), Map.of(), "Compare tokens");
		assertThat(browser.text("h1")).isEqualTo("What tokens would be");
	}

	private static void goLive(DemoBrowser browser, String console, long other) {
		browser.open(console + "/deployments/" + other);
		browser.submit(form("/live"), Map.of("reason", "better than before"), "Make it live");
		assertThat(browser.text("main")).contains("This has consequences", "missing key", "machine-token");
		browser.submit(form("/live"), Map.of(), "Do it all the same");
		assertThat(browser.text("tbody tr")).contains("Made live:", "Deployment " + other, "better than before");
	}

	private static void preview(DemoBrowser browser, String console, long other) {
		browser.open(console + "/deployments/" + other);
		browser.submit(form("/preview"), Map.of("client", "demo-m2m", "minutes", "5", "reason", "a first look"),
				"Make a preview");
		assertThat(browser.text("main")).contains("The preview is made", "claimflow_preview=", "deploy_id=" + other);

		browser.open(console + "/deployments/previews");
		assertThat(browser.text("tbody tr")).contains("open", "demo-m2m", "a first look");
		browser.submit(form("/revoke"), Map.of("reason", "seen enough"), "Revoke");
		assertThat(browser.text("tbody tr")).contains("revoked", "seen enough").doesNotContain("open");
	}

	private static void variables(DemoBrowser browser, String console) {
		browser.open(console + "/variables");
		browser.submit(form("/variables/set"), Map.of("name", "WALK", "value", "hush-1", "reason", "for the walk"),
				"Set or replace");
		assertThat(browser.text("main")).contains("secret, shown to nobody", "for the walk").doesNotContain("hush-1");
		browser.submit(form("/variables/set"), Map.of("name", "WALK", "value", "hush-2", "reason", "a newer one"),
				"Set or replace");
		assertThat(browser.text("#changes + div tbody tr")).contains("replaced", "WALK", "a newer one");
		browser.submit(By.xpath("//tr[th='WALK']//form"), Map.of("reason", "the walk is over"), "Delete");
		assertThat(browser.text("#changes + div tbody tr")).contains("deleted", "WALK", "the walk is over");
		assertThat(browser.text("main")).doesNotContain("secret, shown to nobody", "hush");
	}

	private static void keys(DemoBrowser browser, String console) {
		for (String reason : List.of("the first one", "the next one")) {
			browser.open(console + "/variables");
			browser.submit(form("/keys/create"), Map.of("reason", reason), "Create a key");
			assertThat(browser.text(".notice")).containsPattern("This key is shown once.+\\s+[A-Za-z0-9+/]{43}=");
		}
		browser.open(console + "/variables");
		assertThat(browser.text("main")).doesNotContainPattern("[A-Za-z0-9+/]{43}=");
		List<String> keys = browser
			.find("return [...document.querySelectorAll('li > code')].map((one) => one.textContent)");
		assertThat(keys).hasSize(2);
		assertThat(active(browser)).containsExactly(keys.get(0));
		browser.submit(formOf(keys.get(1)), Map.of("reason", "rotate"), "Activate");
		assertThat(active(browser)).containsExactly(keys.get(1));
		browser.submit(formOf(keys.get(1)), Map.of("reason", "it leaked"), "Retire");
		assertThat(active(browser)).isEmpty();
		for (String key : keys) {
			browser.submit(formOf(key), Map.of("reason", "gone for good"), "Delete");
			assertThat(browser.text("#changes + div tbody tr")).contains("key deleted", key, "gone for good");
		}
		assertThat(browser.text("main")).contains("There is no key in the database");
	}

	private static List<String> active(DemoBrowser browser) {
		return browser
			.find("return [...document.querySelectorAll('li')].filter((one) => one.querySelector('.tag.good'))"
					+ ".map((one) => one.querySelector('code').textContent)");
	}

	private static void tryIt(DemoBrowser browser, String console) {
		browser.open(console + "/try?workflow=machine-token");
		browser.submit(form("/try"), Map.of("variables", "{\"ENVIRONMENT\": \"of the walk\"}"), "Run it dry");
		assertThat(browser.text("section[aria-labelledby=outcome]")).contains("completed", "environment",
				"\"of the walk\"");
	}

	private static void rollBack(DemoBrowser browser, String console, long other) {
		browser.open(console + "/deployments");
		browser.submit(form("/rollback"), Map.of("reason", "not better at all"), "Roll back");
		assertThat(browser.text("tbody tr")).contains("Rolled back to", "after " + other, "not better at all");
	}

	private static void activation(DemoBrowser browser, String console, Runnable known) {
		browser.open(console + "/workflows/one?id=plan-selection");
		browser.submit(form("/activation"), Map.of("reason", "it is wrong"), "Deactivate");
		assertThat(browser.text("main")).contains("This has consequences", "it is wrong");
		browser.submit(form("/activation"), Map.of(), "Do it all the same");
		assertThat(browser.text("tbody tr")).contains("Deactivated:", "plan-selection", "it is wrong");
		known.run();
		browser.open(console + "/workflows/one?id=plan-selection");
		browser.submit(form("/activation"), Map.of("reason", "right again"), "Activate");
		assertThat(browser.text("tbody tr")).contains("Activated:", "plan-selection", "right again");
		known.run();
	}

	/** The form that changes something at a path. */
	private static By form(String path) {
		return By.cssSelector("main form[method=post][action$='" + path + "']");
	}

	private static By formOf(String key) {
		return By.xpath("//li[code='" + key + "']//form");
	}

}
