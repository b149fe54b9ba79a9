package io.claimflow.spring.token;

import java.util.List;
import java.util.Map;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the tokens of a server whose workflows run.
 */
class TokenEndpointTests {

	@Test
	void aMachinesTokenCarriesTheClaimsOfTheWorkflow() {
		try (AuthServer server = AuthServer.builder().m2m("""
				const token = m2mTokenClaims<any>();
				token.plan = { tier: "gold", seats: [1, 2], since: 1790000000000, trial: null };
				token.nothing = null;
				token.scope = token.scope.join(" ");
				""").start()) {
			Map<String, Object> claims = server.clientCredentials(AuthServerConfiguration.JWT, "scope", "read write")
				.accessTokenClaims();
			assertThat(claims).containsEntry("scope", "read write").containsEntry("nothing", null);
			assertThat(claims).extractingByKey("plan")
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
				.containsOnly(entry("tier", "gold"), entry("seats", List.of(1, 2)), entry("since", 1_790_000_000_000L),
						entry("trial", null));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { AuthServerConfiguration.JWT, AuthServerConfiguration.OPAQUE })
	void aUsersTokensCarryTheClaimsOfOneRun(String client) {
		try (AuthServer server = AuthServer.builder().user("""
				const run = Math.random();
				accessTokenCustomClaims<any>().run = run;
				idTokenCustomClaims<any>().run = run;
				""").start()) {
			AuthServer.Response response = server.authorizationCodeGrant(client, "openid read");
			Map<String, Object> accessToken = server
				.post("/oauth2/introspect", client, "token", response.text("access_token"))
				.json();
			assertThat(accessToken).containsKey("run")
				.containsEntry("run", response.idTokenClaims().get("run"))
				.containsEntry("active", true);
		}
	}

}
