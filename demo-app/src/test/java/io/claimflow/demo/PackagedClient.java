package io.claimflow.demo;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.StringJoiner;

import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What asks a packaged demo over HTTP: its two clients, one more, and whoever comes
 * along.
 *
 * @param demo the demo
 */
record PackagedClient(PackagedDemo demo) {

	/** A client that a test registers, with every scope of the management API. */
	static final String OPERATOR = "operator";

	static final String OPERATOR_SECRET = "a secret of tests";

	private static final String REDIRECT_URI = "http://127.0.0.1:1/demo/callback";

	private static final String VERIFIER = "v".repeat(64);

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	/** Signs the demo's user in, as if with a browser of its own, and gets a code. */
	String code(String... parameters) throws Exception {
		return code(new PlainBrowser(), DemoAccounts.USERNAME, DemoAccounts.PASSWORD, parameters);
	}

	String code(PlainBrowser browser, String username, String password, String... parameters) throws Exception {
		String challenge = Base64.getUrlEncoder()
			.withoutPadding()
			.encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
		URI answer = browser.signIn(this.demo.uri("/oauth2/authorize?" + form(with(parameters, "response_type", "code",
				"client_id", DemoAccounts.WEB_CLIENT, "redirect_uri", REDIRECT_URI, "scope", "openid profile",
				"code_challenge", challenge, "code_challenge_method", "S256"))), username, password)
			.uri();
		assertThat(answer.getRawQuery()).contains("code=");
		return URLDecoder.decode(answer.getRawQuery().replaceFirst(".*code=([^&]+).*", "$1"), StandardCharsets.UTF_8);
	}

	HttpResponse<String> redeem(String code) throws Exception {
		return send(redemption(code).build());
	}

	HttpRequest.Builder redemption(String code) {
		return post("/oauth2/token", "grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT_URI,
				"code_verifier", VERIFIER, "client_id", DemoAccounts.WEB_CLIENT);
	}

	HttpResponse<String> refresh(String token) throws Exception {
		return send(refreshment(token).build());
	}

	HttpRequest.Builder refreshment(String token) {
		return post("/oauth2/token", "grant_type", "refresh_token", "refresh_token", token, "client_id",
				DemoAccounts.WEB_CLIENT);
	}

	/**
	 * A token of the demo's machine.
	 * @param attack which part of the workflow is to run: it looks at the user agent
	 */
	HttpResponse<String> machine(String attack) throws Exception {
		return send(post("/oauth2/token", "grant_type", "client_credentials")
			.header("Authorization", basic(DemoAccounts.MACHINE_CLIENT, DemoAccounts.MACHINE_SECRET))
			.header("User-Agent", attack)
			.build());
	}

	/** What a client is told that is not in the cache of clients. */
	HttpResponse<String> stranger() throws Exception {
		return send(post("/oauth2/token", "grant_type", "client_credentials")
			.header("Authorization", basic("stranger", "secret"))
			.build());
	}

	Map<String, Object> machineClaims(String attack) throws Exception {
		return claims(json(machine(attack)), "access_token");
	}

	/** Posts as the demo's machine. */
	HttpResponse<String> postAsMachine(String path, String... parameters) throws Exception {
		return send(post(path, parameters)
			.header("Authorization", basic(DemoAccounts.MACHINE_CLIENT, DemoAccounts.MACHINE_SECRET))
			.build());
	}

	/** Posts as the public client behind the pages. */
	HttpResponse<String> postAsWeb(String path, String... parameters) throws Exception {
		return send(post(path, with(parameters, "client_id", DemoAccounts.WEB_CLIENT)).build());
	}

	HttpResponse<String> userInfo(String token) throws Exception {
		return send(request("/userinfo").header("Authorization", "Bearer " + token).build());
	}

	/** Makes a call of the management API. */
	HttpResponse<String> api(String method, String path, String body) throws Exception {
		String audience = this.demo.uri("/api").toString();
		String token = (String) json(
				send(post("/oauth2/token", "grant_type", "client_credentials", "audience", audience)
					.header("Authorization", basic(OPERATOR, OPERATOR_SECRET))
					.build()))
			.get("access_token");
		return send(request("/api/v1/" + path).header("Authorization", "Bearer " + token)
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	HttpResponse<String> get(String path) throws Exception {
		return send(request(path).build());
	}

	private HttpRequest.Builder post(String path, String... parameters) {
		return request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form(parameters)));
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.demo.uri(path)).timeout(Duration.ofSeconds(30));
	}

	static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String basic(String name, String secret) {
		return "Basic " + Base64.getEncoder()
			.encodeToString((encode(name) + ":" + encode(secret)).getBytes(StandardCharsets.US_ASCII));
	}

	private static String[] with(String[] some, String... more) {
		String[] all = Arrays.copyOf(more, more.length + some.length);
		System.arraycopy(some, 0, all, more.length, some.length);
		return all;
	}

	private static String form(String... parameters) {
		StringJoiner form = new StringJoiner("&");
		for (int i = 0; i < parameters.length; i += 2) {
			form.add(parameters[i] + "=" + encode(parameters[i + 1]));
		}
		return form.toString();
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	static Map<String, Object> json(HttpResponse<String> response) {
		return JsonMapper.shared().readValue(response.body(), new TypeReference<>() {
		});
	}

	/** The claims of a token of an answer. */
	static Map<String, Object> claims(Map<String, Object> tokens, String name) throws Exception {
		assertThat(tokens).containsKey(name);
		return SignedJWT.parse((String) tokens.get(name)).getJWTClaimsSet().toJSONObject();
	}

	/** The error of OAuth that an answer is, or null. */
	static @Nullable Object error(HttpResponse<String> response) {
		return json(response).get("error");
	}

}
