package io.claimflow.demo.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * The client's side of the token endpoint (RFC 6749, section 3.2), over HTTP as if the
 * auth server were another machine.
 */
@Component
class TokenClient {

	private final DemoAddress address;

	private final JsonMapper json;

	private final RestClient http;

	TokenClient(DemoAddress address, JsonMapper json) {
		this.address = address;
		this.json = json;
		// Threads that end with their task, so that none is left when the server stops.
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
			.connectTimeout(Duration.ofSeconds(5))
			.executor(new SimpleAsyncTaskExecutor("token-client-"))
			.build());
		requests.setReadTimeout(Duration.ofSeconds(30));
		this.http = RestClient.builder().requestFactory(requests).build();
	}

	/** Redeems an authorization code. */
	Tokens redeem(String code, SignInAttempt attempt, String redirectUri) throws OAuthErrorException {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "authorization_code");
		form.add("client_id", DemoAccounts.WEB_CLIENT);
		form.add("code", code);
		form.add("redirect_uri", redirectUri);
		form.add("code_verifier", attempt.codeVerifier());
		return post(form);
	}

	/** Uses a refresh token, which is spent afterwards. */
	Tokens refresh(String refreshToken) throws OAuthErrorException {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "refresh_token");
		form.add("client_id", DemoAccounts.WEB_CLIENT);
		form.add("refresh_token", refreshToken);
		return post(form);
	}

	private Tokens post(MultiValueMap<String, String> form) throws OAuthErrorException {
		Answer answer;
		try {
			answer = this.http.post()
				.uri(this.address.url("/oauth2/token"))
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.accept(MediaType.APPLICATION_JSON)
				.body(form)
				.exchangeForRequiredValue((request, response) -> Answer.of(response));
		}
		catch (ResourceAccessException ex) {
			throw new OAuthErrorException("temporarily_unavailable", "The token endpoint did not answer in time.");
		}
		if (answer.status() == 200) {
			return this.json.readValue(answer.body(), Tokens.class);
		}
		Map<String, Object> error = errorIn(answer);
		throw new OAuthErrorException(text(error.get("error"), "server_error"), text(error.get("error_description"),
				"The token endpoint answered with HTTP status " + answer.status() + "."));
	}

	private Map<String, Object> errorIn(Answer answer) {
		try {
			return this.json.readValue(answer.body(), new TypeReference<>() {
			});
		}
		catch (JacksonException ex) {
			return Map.of();
		}
	}

	private static String text(@Nullable Object value, String otherwise) {
		return (value instanceof String string && !string.isBlank()) ? string : otherwise;
	}

	private record Answer(int status, byte[] body) {

		static Answer of(ClientHttpResponse response) throws IOException {
			return new Answer(response.getStatusCode().value(), response.getBody().readAllBytes());
		}

	}

}
