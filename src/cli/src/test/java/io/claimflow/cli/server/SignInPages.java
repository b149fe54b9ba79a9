package io.claimflow.cli.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser at the pages where people sign in and approve devices. */
final class SignInPages {

	private static final Pattern FIELD = Pattern.compile("<input[^>]*>");

	private final HttpClient browser = HttpClient.newBuilder()
		.cookieHandler(new CookieManager())
		.followRedirects(HttpClient.Redirect.NORMAL)
		.build();

	/** Signs in on the way to the page, and approves all that it asks for. */
	void approve(String page, String user, String password) throws IOException, InterruptedException {
		HttpResponse<String> login = get(page);
		HttpResponse<String> consent = post(login.uri().resolve("/login"), "username=" + encoded(user) + "&password="
				+ encoded(password) + "&_csrf=" + encoded(value(login.body(), "_csrf")));
		if (consent.body().contains("name=\"state\"")) {
			List<String> form = new ArrayList<>();
			Matcher field = FIELD.matcher(consent.body());
			while (field.find()) {
				String name = attribute(field.group(), "name");
				if (!name.isEmpty()) {
					form.add(encoded(name) + "=" + encoded(attribute(field.group(), "value")));
				}
			}
			post(URI.create(page.replaceFirst("\\?.*", "")), String.join("&", form));
		}
	}

	private HttpResponse<String> get(String page) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(page)));
	}

	private HttpResponse<String> post(URI page, String form) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(page)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form)));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.browser.send(request.header("Accept", "text/html").build(), HttpResponse.BodyHandlers.ofString());
	}

	private static String value(String page, String name) {
		Matcher field = FIELD.matcher(page);
		while (field.find()) {
			if (attribute(field.group(), "name").equals(name)) {
				return attribute(field.group(), "value");
			}
		}
		throw new IllegalStateException("No field " + name + ": " + page);
	}

	private static String attribute(String field, String name) {
		Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(field);
		return value.find() ? value.group(1) : "";
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

}
