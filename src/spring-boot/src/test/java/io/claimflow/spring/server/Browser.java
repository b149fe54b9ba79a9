package io.claimflow.spring.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.spring.server.AuthServer.Response;

/**
 * A browser of one person: keeps cookies, and follows no redirect by itself.
 */
public final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder()
		.cookieHandler(this.cookies)
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final AuthServer server;

	private final String host;

	private final Map<String, String> headers = new TreeMap<>(
			Map.of("Accept", "text/html", "User-Agent", "test-agent"));

	public Browser(AuthServer server) {
		this(server, "localhost");
	}

	/**
	 * A browser that knows the server by another name of this machine. Cookies go by the
	 * host and not by the port, so two servers need two names.
	 */
	public Browser(AuthServer server, String host) {
		this.server = server;
		this.host = host;
	}

	/** Sends a header with every request. */
	public Browser header(String name, String value) {
		this.headers.put(name, value);
		return this;
	}

	/** A page of the server, or of another one if the URL is absolute. */
	public Response get(String url) {
		return send(request(url).GET());
	}

	/** Sends a form, as the login page of the server would, or that of another one. */
	public Response post(String path, String... fields) {
		List<String> all = new ArrayList<>(List.of(fields));
		Matcher csrf = CSRF.matcher(get(path.startsWith("http") ? path : "/login").body());
		if (csrf.find()) {
			all.addAll(List.of("_csrf", csrf.group(1)));
		}
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form(all.toArray(String[]::new)))));
	}

	/** Sends JSON, as a script of the login page would. */
	public Response postJson(String path, String json) {
		Matcher csrf = CSRF.matcher(get("/login").body());
		HttpRequest.Builder request = request(path).setHeader("Accept", "application/json")
			.header("Content-Type", "application/json");
		return send((csrf.find() ? request.header("X-CSRF-TOKEN", csrf.group(1)) : request)
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	/** Signs the user in with the password. */
	public Response signIn(String... moreFields) {
		List<String> fields = new ArrayList<>(
				List.of("username", AuthServerConfiguration.USER, "password", AuthServerConfiguration.PASSWORD));
		fields.addAll(List.of(moreFields));
		return post("/login", fields.toArray(String[]::new));
	}

	/** Asks for an authorization code. */
	public Response authorize(String client, String... moreParameters) {
		List<String> parameters = new ArrayList<>(List.of("response_type", "code", "client_id", client, "scope",
				"openid read", "redirect_uri", AuthServer.REDIRECT_URI, "state", "st ate/1"));
		parameters.addAll(List.of(moreParameters));
		return get("/oauth2/authorize?" + form(parameters.toArray(String[]::new)));
	}

	/** Whether there is a cookie of that name. */
	public boolean hasCookie(String name) {
		return !cookie(name).isEmpty();
	}

	/** The value of a cookie, or empty. */
	public String cookie(String name) {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElse("");
	}

	/** Drops a cookie, as the end of the browser drops that of the session. */
	public void dropCookie(String name) {
		for (HttpCookie cookie : List.copyOf(this.cookies.getCookieStore().getCookies())) {
			if (cookie.getName().equals(name)) {
				this.cookies.getCookieStore().remove(null, cookie);
			}
		}
	}

	private HttpRequest.Builder request(String url) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
				url.startsWith("http") ? url : this.server.url(url).replace("//localhost:", "//" + this.host + ":")));
		this.headers.forEach(request::setHeader);
		return request;
	}

	private Response send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			return new Response(response.statusCode(), response.body(),
					response.headers().firstValue("Location").orElse(""));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String form(String... parameters) {
		List<String> pairs = new ArrayList<>();
		for (int i = 0; i < parameters.length; i += 2) {
			pairs.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return String.join("&", pairs);
	}

}
