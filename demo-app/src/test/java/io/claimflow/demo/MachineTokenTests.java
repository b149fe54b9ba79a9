package io.claimflow.demo;

import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the command line on the start page gets.
 */
@WholeDemo
class MachineTokenTests {

	@Autowired
	DemoAddress address;

	@Autowired
	JdbcClient jdbc;

	MultiValueMap<String, String> form = new LinkedMultiValueMap<>();

	@BeforeEach
	void askForOneScope() {
		this.form.add("grant_type", "client_credentials");
		this.form.add("scope", "read:users");
	}

	@Test
	void theSecretInTheHeaderGetsAToken() throws Exception {
		ResponseEntity<Map<String, Object>> response = post("demo-m2m", "demo-m2m-secret");

		assertThat(response.getStatusCode().value()).isEqualTo(200);
		SignedJWT token = SignedJWT.parse((String) response.getBody().get("access_token"));
		assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("demo-m2m");
		assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(this.address.url(""));
	}

	@Test
	void theSecretInTheFormGetsAToken() {
		this.form.add("client_id", "demo-m2m");
		this.form.add("client_secret", "demo-m2m-secret");

		assertThat(post(null, null).getStatusCode().value()).isEqualTo(200);
	}

	@Test
	void anotherSecretGetsNone() {
		assertThat(post("demo-m2m", "another").getBody()).containsEntry("error", "invalid_client");
	}

	@Test
	void aRequestLeavesTheCheapHashOfTheSecretAsItIs() {
		post("demo-m2m", "demo-m2m-secret");

		assertThat(this.jdbc.sql("select client_secret from oauth2_registered_client where client_id = 'demo-m2m'")
			.query(String.class)
			.single()).startsWith("{pbkdf2-once}");
	}

	private ResponseEntity<Map<String, Object>> post(String clientId, String secret) {
		return RestClient.create(this.address.url("/oauth2/token")).post().headers((headers) -> {
			if (clientId != null) {
				headers.setBasicAuth(clientId, secret);
			}
		})
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.body(this.form)
			.retrieve()
			.onStatus((status) -> true, (request, response) -> {
			})
			.toEntity(new ParameterizedTypeReference<Map<String, Object>>() {
			});
	}

}
