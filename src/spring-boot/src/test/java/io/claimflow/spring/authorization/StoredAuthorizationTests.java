package io.claimflow.spring.authorization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.EveryEndpoint;
import io.claimflow.spring.server.Grant;
import io.claimflow.spring.server.Store;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every value that a workflow can set comes back from the store of
 * authorizations as it was, and that the authorization stays usable.
 */
@ParameterizedClass
@EnumSource(Store.class)
class StoredAuthorizationTests {

	/** JSON, and as such JavaScript. */
	private static final String CLAIMS = """
			{
			  "zero": 0, "one": 1, "negative": -5, "int": 2147483647, "long": 2147483648,
			  "largest": 9007199254740991, "smallest": -9007199254740991, "millis": 1790000000000,
			  "fraction": 0.1, "tiny": 1e-7, "huge": 1e21, "negativeFraction": -273.15,
			  "yes": true, "no": false, "nothing": null,
			  "text": "plain", "empty": "", "unicode": "Zoë Łukasz 渡辺 😀 \\u0000 \\u2028 \\"quoted\\" <b>&amp;</b>",
			  "ключ": "name in another script", "https://example.com/claim": "name with a namespace",
			  "emptyList": [], "emptyObject": {}, "list": [1, 2147483648, 0.5, "a", true, null, [2, [3, [{}]]], { "a": [] }],
			  "object": { "a": { "b": { "c": null, "long": 9007199254740991, "list": [null, [null]] } },
			    "fraction": 1.5, "empty": "" }
			}""";

	private static final Map<String, Object> EXPECTED = JsonMapper.shared()
		.readValue(CLAIMS, new TypeReference<LinkedHashMap<String, Object>>() {
		});

	@Parameter
	private Store store;

	private static AuthServer server;

	private static AutoCloseable storage;

	@BeforeParameterizedClassInvocation
	static void start(Store store) {
		AuthServer.Builder builder = AuthServer.builder()
			.m2m("Object.assign(m2mTokenClaims<any>(), " + CLAIMS + ", { now: Date.now() });")
			.user("""
					const claims = %s;
					Object.assign(accessTokenCustomClaims<any>(), claims, { now: Date.now() });
					Object.assign(idTokenCustomClaims<any>(), claims, { now: Date.now(), name: "Zoë 😀", nickname: null,
					  birthdate: 9007199254740991, profile: { pages: [1, null] } });
					""".formatted(CLAIMS))
			.with(EveryEndpoint.class);
		storage = store.prepare(builder);
		server = builder.start();
	}

	@AfterParameterizedClassInvocation
	static void stop() throws Exception {
		server.close();
		storage.close();
	}

	static Stream<Arguments> everyGrantAndFormat() {
		return Stream.of(Grant.values())
			.flatMap((grant) -> Stream.of(AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE)
				.map((client) -> Arguments.of(grant, client)));
	}

	@ParameterizedTest
	@MethodSource("everyGrantAndFormat")
	void aTokenIsIntrospectedWithTheClaimsOfItsWorkflow(Grant grant, String client) {
		long before = System.currentTimeMillis();
		Response response = grant.prepare(server, client).send();
		Map<String, Object> introspected = server.introspect(client, response.text("access_token"));
		assertThat(introspected).containsEntry("active", true).containsAllEntriesOf(EXPECTED);
		assertThat(introspected.get("now")).asInstanceOf(InstanceOfAssertFactories.LONG)
			.isBetween(before, System.currentTimeMillis());
		if (client.equals(AuthServerConfiguration.JWT)) {
			assertThat(response.accessTokenClaims()).containsAllEntriesOf(EXPECTED)
				.containsEntry("now", introspected.get("now"));
		}
		if (grant.hasIdToken()) {
			assertThat(response.idTokenClaims()).containsAllEntriesOf(EXPECTED).containsKey("now");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void anAuthorizationIsRefreshedAgainAndAgain(String client) {
		Response tokens = server.authorizationCodeGrant(client, "openid read");
		for (int i = 0; i < 3; i++) {
			Response refreshed = server.refresh(client, tokens.text("refresh_token"));
			assertThat(refreshed.idTokenClaims()).containsAllEntriesOf(EXPECTED)
				.containsEntry("sid", tokens.idTokenClaims().get("sid"))
				.containsEntry("auth_time", tokens.idTokenClaims().get("auth_time"));
			assertThat(server.introspect(client, refreshed.text("access_token"))).containsAllEntriesOf(EXPECTED);
			tokens = refreshed;
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void anExchangedTokenIsExchangedAgain(String client) {
		String subject = server.authorizationCodeGrant(client, "read").text("access_token");
		String exchanged = server.tokenExchange(client, subject).text("access_token");
		String again = server.tokenExchange(client, exchanged).text("access_token");
		assertThat(List.of(subject, exchanged, again))
			.allSatisfy((token) -> assertThat(server.introspect(client, token)).containsAllEntriesOf(EXPECTED));
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aTokenIsRevoked(String client) {
		Response tokens = server.authorizationCodeGrant(client, "openid read");
		assertThat(server.post("/oauth2/revoke", client, "token", tokens.text("access_token")).status()).isEqualTo(200);
		assertThat(server.introspect(client, tokens.text("access_token"))).isEqualTo(Map.of("active", false));
		String refreshToken = tokens.text("refresh_token");
		assertThat(server.refresh(client, refreshToken).status()).isEqualTo(200);
		assertThat(server.post("/oauth2/revoke", client, "token", refreshToken).status()).isEqualTo(200);
		assertThat(server.refresh(client, refreshToken).json()).containsEntry("error", "invalid_grant");
	}

	@Test
	void theUserInfoShowsTheClaimsOfTheIdToken() {
		Response tokens = server.authorizationCodeGrant(AuthServerConfiguration.JWT, "openid profile");
		Response userInfo = server.get("/userinfo", tokens.text("access_token"));
		assertThat(userInfo.status()).isEqualTo(200);
		assertThat(userInfo.json()).containsEntry("sub", AuthServerConfiguration.USER)
			.containsEntry("name", "Zoë 😀")
			.containsEntry("nickname", null)
			.containsEntry("birthdate", 9007199254740991L)
			.containsEntry("profile", JsonMapper.shared().readValue("{ \"pages\": [1, null] }", Map.class));
	}

}
