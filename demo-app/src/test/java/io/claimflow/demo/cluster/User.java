package io.claimflow.demo.cluster;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Somebody with a session in a browser and with tokens in a client.
 */
final class User {

	private final String name;

	private final Client client;

	private final HttpClient browser;

	private String accessToken;

	private String refreshToken;

	private User(String name, Client client, CookieManager cookies, HttpResponse<String> tokens) {
		this.name = name;
		this.client = client;
		this.browser = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.cookieHandler(cookies)
			.connectTimeout(Duration.ofSeconds(10))
			.build();
		this.accessToken = Client.text(tokens, "access_token");
		this.refreshToken = Client.text(tokens, "refresh_token");
	}

	static User of(String name, Client client, CookieManager cookies, HttpResponse<String> tokens) {
		return new User(name, client, cookies, tokens);
	}

	String name() {
		return this.name;
	}

	String accessToken() {
		return this.accessToken;
	}

	String refreshToken() {
		return this.refreshToken;
	}

	HttpResponse<String> seesTheAccount() throws IOException, InterruptedException {
		HttpResponse<String> response = this.browser
			.send(HttpRequest.newBuilder(this.client.server().resolve("/account"))
				.header("Accept", "text/html")
				.header("User-Agent", "Mozilla/5.0 (without a screen)")
				.timeout(Duration.ofSeconds(40))
				.build(), BodyHandlers.ofString());
		return whole(response, "the session");
	}

	HttpResponse<String> refreshes() throws IOException, InterruptedException {
		HttpResponse<String> response = whole(this.client.refresh(this.refreshToken), "the refresh token");
		if (response.statusCode() == 200) {
			this.accessToken = Client.text(response, "access_token");
			this.refreshToken = Client.text(response, "refresh_token");
		}
		return response;
	}

	HttpResponse<String> asksForUserInfo() throws IOException, InterruptedException {
		return whole(this.client.userInfo(this.accessToken), "the access token");
	}

	HttpResponse<String> getsAMachineToken() throws IOException, InterruptedException {
		return whole(this.client.machineToken(), "a machine's token");
	}

	private static HttpResponse<String> whole(HttpResponse<String> response, String what) {
		if (response.statusCode() != 200 && response.statusCode() < 500) {
			throw new IllegalStateException(
					"Lost " + what + " at node " + response.headers().firstValue(Balancer.NODE).orElse("?") + ": "
							+ response.statusCode() + " " + response.body());
		}
		return response;
	}

}
