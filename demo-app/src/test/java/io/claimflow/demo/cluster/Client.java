package io.claimflow.demo.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.StringJoiner;

import io.claimflow.demo.DemoAccounts;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A public OAuth client at one address.
 *
 * @param server the address
 * @param clientId the client's name
 */
record Client(URI server, String clientId) {

	static final String REDIRECT_URI = "http://127.0.0.1:1/callback";

	private static final String VERIFIER = "v".repeat(64);

	private static final HttpClient HTTP = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(10))
		.build();

	/** Where the client sends a browser. */
	URI authorization() {
		return this.server.resolve("/oauth2/authorize?" + form("response_type", "code", "client_id", this.clientId,
				"redirect_uri", REDIRECT_URI, "scope", "openid profile", "state", "s", "code_challenge", challenge(),
				"code_challenge_method", "S256"));
	}

	private static String challenge() {
		try {
			return Base64.getUrlEncoder()
				.withoutPadding()
				.encodeToString(
						MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The code in the answer to the client. */
	static String code(URI answer) {
		return URLDecoder.decode(answer.getRawQuery().replaceFirst(".*code=([^&]+).*", "$1"), StandardCharsets.UTF_8);
	}

	HttpResponse<String> redeem(String code) throws IOException, InterruptedException {
		return post("/oauth2/token", "grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI,
				"code_verifier", VERIFIER, "client_id", this.clientId);
	}

	HttpResponse<String> refresh(String token) throws IOException, InterruptedException {
		return post("/oauth2/token", "grant_type", "refresh_token", "refresh_token", token, "client_id", this.clientId);
	}

	HttpResponse<String> machineToken() throws IOException, InterruptedException {
		return post("/oauth2/token", "grant_type", "client_credentials", "client_id", DemoAccounts.MACHINE_CLIENT,
				"client_secret", DemoAccounts.MACHINE_SECRET, "scope", "read:users");
	}

	HttpResponse<String> userInfo(String token) throws IOException, InterruptedException {
		return send(
				HttpRequest.newBuilder(this.server.resolve("/userinfo")).header("Authorization", "Bearer " + token));
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.server.resolve(path)));
	}

	private HttpResponse<String> post(String path, String... parameters) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(this.server.resolve(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form(parameters))));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return HTTP.send(request.timeout(Duration.ofSeconds(40)).build(), BodyHandlers.ofString());
	}

	static String form(String... parameters) {
		StringJoiner form = new StringJoiner("&");
		for (int i = 0; i < parameters.length; i += 2) {
			form.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return form.toString();
	}

	static Map<String, Object> json(HttpResponse<String> response) {
		return JsonMapper.shared().readValue(response.body(), new TypeReference<>() {
		});
	}

	/** A text of a response that has to be there. */
	static String text(HttpResponse<String> response, String name) {
		if (response.statusCode() == 200 && json(response).get(name) instanceof String text) {
			return text;
		}
		throw new IllegalStateException("No " + name + " in " + response.statusCode() + ": " + response.body());
	}

}
