package io.claimflow.spring.console;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Somebody with a browser, who keeps cookies and follows no redirect by itself. */
final class ConsoleUser {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*? value=\"([^\"]+)\"");

	private final ConsoleServer server;

	private final String context;

	private final Map<String, String> headers;

	private final HttpClient client;

	ConsoleUser(ConsoleServer server) {
		this(server, "");
	}

	ConsoleUser(ConsoleServer server, String context) {
		this(server, context, Map.of());
	}

	/** Somebody behind a proxy that says so in headers. */
	ConsoleUser(ConsoleServer server, String context, Map<String, String> headers) {
		this(server, context, headers, HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
	}

	private ConsoleUser(ConsoleServer server, String context, Map<String, String> headers, HttpClient client) {
		this.server = server;
		this.context = context;
		this.headers = headers;
		this.client = client;
	}

	/** The same browser with its cookies, at another node. */
	ConsoleUser at(ConsoleServer node) {
		return new ConsoleUser(node, this.context, this.headers, this.client);
	}

	/** The same browser with its cookies, behind another proxy. */
	ConsoleUser with(Map<String, String> headers) {
		return new ConsoleUser(this.server, this.context, headers, this.client);
	}

	/** Signs in at the page of the application. */
	ConsoleUser signedIn(String name) throws Exception {
		HttpResponse<String> answer = submit("/login", get("/login").body(),
				Map.of("username", name, "password", ConsoleServer.PASSWORD));
		if (answer.statusCode() != 302 || location(answer).contains("error")) {
			throw new AssertionError("No sign-in: " + answer.statusCode() + " " + location(answer));
		}
		return this;
	}

	HttpResponse<String> get(String path) throws Exception {
		return this.client.send(request(path).build(), BodyHandlers.ofString());
	}

	/** Submits a form as it stands on a page. */
	HttpResponse<String> submit(String path, String page, Map<String, String> fields) throws Exception {
		return post(path, token(page), fields);
	}

	/** Submits a form with a token, or without if it is empty. */
	HttpResponse<String> post(String path, String token, Map<String, String> fields) throws Exception {
		String body = fields.entrySet()
			.stream()
			.map((field) -> encode(field.getKey()) + "=" + encode(field.getValue()))
			.collect(Collectors.joining("&", token.isEmpty() ? "" : "_csrf=" + encode(token) + "&", ""));
		return this.client.send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.server.url(this.context + path)))
			.header("Accept", "text/html");
		this.headers.forEach(request::header);
		return request;
	}

	/** The token of the forms of a page. */
	static String token(String page) {
		Matcher token = TOKEN.matcher(page);
		if (!token.find()) {
			throw new AssertionError("No form: " + page);
		}
		return token.group(1);
	}

	static String location(HttpResponse<?> response) {
		return response.headers().firstValue("Location").map((location) -> URI.create(location).getPath()).orElse("");
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
