package io.claimflow.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

import io.claimflow.demo.PlainBrowser.Page;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser that shows text alone, at the pages of the demo, which have no scripts: to
 * lay out a page costs Chromium a third of a second. What is about looks, keys or the
 * focus is for {@link DemoBrowser}, which this resembles.
 */
final class TextBrowser {

	private final Map<String, String> filled = new LinkedHashMap<>();

	private PlainBrowser http = new PlainBrowser();

	private Page page = new Page(URI.create("about:blank"), "");

	private Document document = Jsoup.parse("");

	void open(String url) {
		show(() -> this.http.get(URI.create(url)));
	}

	String url() {
		return this.page.uri().toString();
	}

	/** Opens a page as somebody who was never there. */
	void openAnew(String url) {
		this.http = new PlainBrowser();
		open(url);
	}

	/** Starts at the page that is open. */
	void signIn(String password) {
		follow("Sign in");
		enterPassword(password);
	}

	/** At the login page. */
	void enterPassword(String password) {
		enterPassword(DemoAccounts.USERNAME, password);
	}

	/** At the login page. */
	void enterPassword(String username, String password) {
		fill("username", username);
		enter("password", password);
	}

	/** Fills in a field of a form, in place of what is there. */
	void fill(String field, String value) {
		assertThat(input(field).hasAttr("readonly")).as(field).isFalse();
		this.filled.put(field, value);
	}

	/** Fills in the last field of a form, and submits it. */
	void enter(String field, String value) {
		fill(field, value);
		submit("main");
	}

	/** Follows a link whose text begins so. */
	void follow(String text) {
		Element link = this.document.select("a")
			.stream()
			.filter((one) -> one.text().startsWith(text))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No link " + text + " in:\n" + this.page.html()));
		open(this.page.uri().resolve(link.attr("href")).toString());
	}

	/** Picks a choice of a form. */
	void choose(String field, String value) {
		element("[name=\"" + field + "\"][value=\"" + value + "\"]");
		this.filled.put(field, value);
	}

	/**
	 * Submits the form that has the fields which are filled in.
	 * @param selector where the form is
	 */
	void submit(String selector) {
		FormElement form = this.document.select(selector)
			.forms()
			.stream()
			.findFirst()
			.or(() -> this.document.select(selector + " form").forms().stream().findFirst())
			.orElseThrow(() -> new AssertionError("No form in:\n" + this.page.html()));
		Map<String, String> fields = new LinkedHashMap<>();
		form.formData().forEach((field) -> fields.put(field.key(), field.value()));
		assertThat(form.elements().eachAttr("name")).containsAll(this.filled.keySet());
		fields.putAll(this.filled);
		show(() -> this.http.submit(this.page, form.attr("action"), fields));
	}

	private void show(Answer answer) {
		this.filled.clear();
		try {
			Page next = answer.get();
			// The partner is another server.
			for (int i = 0; i < 5 && next.html().isEmpty(); i++) {
				next = this.http.get(next.uri());
			}
			this.page = next;
			this.document = Jsoup.parse(next.html());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String text(String selector) {
		return element(selector).text();
	}

	/** What stands at a field as its description. */
	String description(String field) {
		return Arrays.stream(input(field).attr("aria-describedby").split(" "))
			.filter((id) -> !id.isEmpty())
			.map((id) -> text("#" + id))
			.collect(Collectors.joining("\n"));
	}

	/** Whether a field is marked as wrong. */
	boolean isInvalid(String field) {
		return input(field).attr("aria-invalid").equals("true");
	}

	/** What a field holds. */
	String value(String field) {
		return input(field).attr("value");
	}

	/** The name of the field that gets the focus. */
	String focus() {
		return element("[autofocus]").attr("name");
	}

	/** The page's source. */
	String source() {
		return this.page.html();
	}

	/**
	 * The value of a claim.
	 * @param token the section of the token: access or identity
	 * @param name the claim
	 */
	String claim(String token, String name) {
		return row(token, name).select("td > pre").text();
	}

	/** What the page says that a workflow did to a claim; empty if nothing. */
	String mark(String token, String name) {
		return row(token, name).select("th .mark").text();
	}

	private Element row(String token, String name) {
		return element("section#" + token + " tr:has(th > code:containsOwn(" + name + "))");
	}

	private Element input(String field) {
		return element("[name=\"" + field + "\"]");
	}

	private Element element(String selector) {
		Element element = this.document.selectFirst(selector);
		assertThat(element).as("%s in:\n%s", selector, this.page.html()).isNotNull();
		return element;
	}

	/** A page of a server. */
	private interface Answer {

		Page get() throws IOException, InterruptedException;

	}

}
