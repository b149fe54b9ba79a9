package io.claimflow.demo.web;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.DemoAddress;
import io.claimflow.demo.change.Decisions;
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
 * auth server were another machine. It asks the node that it is part of, which remembers
 * what workflows do in the requests that it answers: see {@code ChangeLog} and
 * {@code Decisions}.
 */
@Component
class TokenClient {

	private final DemoAddress address;

	private final JsonMapper json;

	private final Decisions decisions;

	private final RestClient http;

	TokenClient(DemoAddress address, JsonMapper json, Decisions decisions) {
		this.address = address;
		this.json = json;
		this.decisions = decisions;
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

	/** Gets a token for the machine, which authenticates with its secret. */
	String machine(String scope) throws OAuthErrorException {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "client_credentials");
		form.add("client_id", DemoAccounts.MACHINE_CLIENT);
		form.add("client_secret", DemoAccounts.MACHINE_SECRET);
		form.add("scope", scope);
		return this.json.readTree(send(form)).path("access_token").asString();
	}

	private Tokens post(MultiValueMap<String, String> form) throws OAuthErrorException {
		return this.json.readValue(send(form), Tokens.class);
	}

	private byte[] send(MultiValueMap<String, String> form) throws OAuthErrorException {
		String call = UUID.randomUUID().toString();
		Answer answer;
		try {
			answer = this.http.post()
				.uri(this.address.ownUrl("/oauth2/token"))
				.contentType(MediaType.APPLICATION_FORM_URLENCODED)
				.accept(MediaType.APPLICATION_JSON)
				.header(Decisions.CALL, call)
				.body(form)
				.exchangeForRequiredValue((request, response) -> Answer.of(response));
		}
		catch (ResourceAccessException ex) {
			throw new OAuthErrorException("temporarily_unavailable", "The token endpoint did not answer in time.");
		}
		if (answer.status() == 200) {
			return answer.body();
		}
		this.decisions.show(call);
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
