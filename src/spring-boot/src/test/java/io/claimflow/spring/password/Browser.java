package io.claimflow.spring.password;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.spring.server.AuthServer;

/**
 * A browser with cookies that does not follow redirects.
 */
public final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder()
		.cookieHandler(this.cookies)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final String url;

	public Browser(AuthServer server) {
		this(server.url(""));
	}

	/**
	 * Creates a browser.
	 * @param url the address of the server
	 */
	Browser(String url) {
		this.url = url;
	}

	/** Becomes somebody who was never there, and keeps the connection. */
	void forget() {
		this.cookies.getCookieStore().removeAll();
	}

	/** Types a name and a password into the login page. */
	public Answer signIn(String username, String password) {
		Matcher csrf = CSRF.matcher(get("/login").body());
		if (!csrf.find()) {
			throw new IllegalStateException("No login form");
		}
		return post("/login", "username", username, "password", password, "_csrf", csrf.group(1));
	}

	/** Whether the server knows this browser's user. */
	public boolean isSignedIn() {
		return get("/me").status() == 200;
	}

	public Answer get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).header("Accept", "text/html"));
	}

	/** Sends a form. */
	public Answer post(String path, String... parameters) {
		List<String> pairs = new ArrayList<>();
		for (int i = 0; i < parameters.length; i += 2) {
			pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("User-Agent", "test-agent")
			.POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
	}

	/** Sends a request with a header. */
	public Answer getWithHeader(String path, String header, String value) {
		return send(HttpRequest.newBuilder(uri(path)).header(header, value));
	}

	private URI uri(String path) {
		return URI.create(path.startsWith("http") ? path : this.url + path);
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers().firstValue("Location").orElse(""),
					List.copyOf(new TreeSet<>(response.headers().map().keySet())),
					CSRF.matcher(response.body()).replaceAll("_csrf"), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer of the server.
	 *
	 * @param status the HTTP status
	 * @param location where a redirect leads
	 * @param headers the names of the headers
	 * @param text the body, without what differs from one answer to the next
	 * @param body the body
	 */
	public record Answer(int status, String location, List<String> headers, String text, String body) {

		/** What someone can tell two answers apart by. */
		public List<Object> visible() {
			return List.of(this.status, this.location, this.headers, this.text);
		}

	}

}
