package io.claimflow.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A browser without a screen: it keeps cookies, follows redirects and fills in forms.
 */
public class PlainBrowser {

	private static final int REDIRECTS = 10;

	private static final String USER_AGENT = "Mozilla/5.0 (without a screen)";

	private final HttpClient http;

	private final Consumer<HttpResponse<String>> observer;

	public PlainBrowser() {
		this(new CookieManager());
	}

	/**
	 * Creates a browser.
	 * @param cookies where it keeps its cookies
	 */
	public PlainBrowser(CookieManager cookies) {
		this(cookies, (response) -> {
		});
	}

	/**
	 * Creates a browser.
	 * @param observer sees each response, also those that lead to another page
	 */
	public PlainBrowser(Consumer<HttpResponse<String>> observer) {
		this(new CookieManager(), observer);
	}

	private PlainBrowser(CookieManager cookies, Consumer<HttpResponse<String>> observer) {
		this.http = HttpClient.newBuilder().cookieHandler(cookies).build();
		this.observer = observer;
	}

	/**
	 * Asks for a page, and signs in where the login page comes instead.
	 * @return the page behind the login
	 */
	public Page signIn(URI uri) throws IOException, InterruptedException {
		return signIn(uri, DemoAccounts.USERNAME, DemoAccounts.PASSWORD);
	}

	/** The same, as somebody. */
	public Page signIn(URI uri, String username, String password) throws IOException, InterruptedException {
		Page page = get(uri);
		return page.uri().getPath().equals("/login")
				? submit(page, "/login", Map.of("username", username, "password", password)) : page;
	}

	public Page get(URI uri) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(uri));
	}

	/**
	 * Submits the form of a page.
	 * @param page the page
	 * @param action the path that the form goes to
	 * @param fields what the user enters; hidden fields go along by themselves
	 */
	public Page submit(Page page, String action, Map<String, String> fields) throws IOException, InterruptedException {
		return submit(page.uri().resolve(action), page.hiddenFields(action), fields);
	}

	private Page submit(URI target, MultiValueMap<String, String> form, Map<String, String> fields)
			throws IOException, InterruptedException {
		fields.forEach(form::set);
		StringJoiner body = new StringJoiner("&");
		form.forEach((name, values) -> values.forEach((value) -> body.add(encode(name) + "=" + encode(value))));
		return send(HttpRequest.newBuilder(target)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body.toString())));
	}

	/**
	 * Presses a button of a page that has several forms.
	 * @param button what the button says
	 */
	public Page press(Page page, String button) throws IOException, InterruptedException {
		Matcher form = Pattern
			.compile("<form[^>]* action=\"([^\"]+)\"(?:(?!</form>).)*>" + button + "</button>", Pattern.DOTALL)
			.matcher(page.html());
		assertThat(form.find()).as("A button " + button + " in:\n" + page.html()).isTrue();
		return submit(page.uri().resolve(form.group(1)), Page.hiddenFieldsOf(form.group()), Map.of());
	}

	/** Submits a form where no checked exception can be thrown. */
	Page submitted(Page page, String action, String field, String value) {
		try {
			return submit(page, action, Map.of(field, value));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Follows redirects, but not away from the server. */
	private Page send(HttpRequest.Builder request) throws IOException, InterruptedException {
		HttpRequest next = request.header("Accept", "text/html, */*").header("User-Agent", USER_AGENT).build();
		String server = next.uri().getAuthority();
		for (int i = 0; i < REDIRECTS; i++) {
			HttpResponse<String> response = this.http.send(next, BodyHandlers.ofString());
			this.observer.accept(response);
			if (response.statusCode() / 100 != 3) {
				return new Page(next.uri(), response.body());
			}
			URI target = next.uri().resolve(response.headers().firstValue("Location").orElseThrow());
			if (!target.getAuthority().equals(server)) {
				return new Page(target, "");
			}
			next = HttpRequest.newBuilder(target)
				.header("Accept", "text/html, */*")
				.header("User-Agent", USER_AGENT)
				.build();
		}
		throw new IOException("More than " + REDIRECTS + " redirects, the last one to " + next.uri().getPath());
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	/**
	 * Where the browser is.
	 *
	 * @param uri the address, which can be that of an OAuth client elsewhere
	 * @param html what the server shows; empty at a client
	 */
	public record Page(URI uri, String html) {

		private MultiValueMap<String, String> hiddenFields(String action) {
			Matcher form = Pattern
				.compile("<form[^>]* action=\"" + Pattern.quote(action) + "\".*?</form>", Pattern.DOTALL)
				.matcher(this.html);
			assertThat(form.find()).as("A form for " + action + " in:\n" + this.html).isTrue();
			return hiddenFieldsOf(form.group());
		}

		private static MultiValueMap<String, String> hiddenFieldsOf(String form) {
			MultiValueMap<String, String> fields = new LinkedMultiValueMap<>();
			Matcher field = Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")
				.matcher(form);
			while (field.find()) {
				fields.add(field.group(1), field.group(2));
			}
			return fields;
		}

	}

}
