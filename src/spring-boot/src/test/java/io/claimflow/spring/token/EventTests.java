package io.claimflow.spring.token;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.claimflow.spring.server.EveryEndpoint;
import io.claimflow.spring.server.Grant;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for the event of every grant, as its workflow sees it.
 */
class EventTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String ONE = "https://one.example.com";

	private static final String TWO = "https://two.example.com";

	private static AuthServer server;

	@BeforeAll
	static void start() {
		server = AuthServer.builder()
			.m2m("m2mTokenClaims<any>().event = event;")
			.user("accessTokenCustomClaims<any>().event = event;")
			.property("spring.security.oauth2.authorizationserver.issuer", "https://id.example.com/")
			.with(EveryEndpoint.class, Details.class)
			.start();
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@ParameterizedTest
	@EnumSource(Grant.class)
	void everyEventSaysWhereTheRequestComesFrom(Grant grant) throws Exception {
		Event event = event(grant);
		assertThat(InetAddress.getByName(event.text("request", "ip")).isLoopbackAddress()).isTrue();
		assertThat(event.value("request", "userAgent")).isEqualTo("test-agent");
		assertThat(event.value("context", "application")).isEqualTo(Map.of("clientId", CLIENT));
	}

	@ParameterizedTest
	@EnumSource(Grant.class)
	void theKindeDomainIsTheIssuerWithoutATrailingSlash(Grant grant) {
		assertThat(event(grant).value("context", "domains")).isEqualTo(Map.of("kindeDomain", "https://id.example.com"));
	}

	@ParameterizedTest
	@EnumSource(Grant.class)
	void theAudienceIsThatOfTheTokenUnlessTheRequestAsksForOne(Grant grant) {
		assertThat(event(grant).value("request", "auth", "audience")).isEqualTo(List.of(CLIENT));
	}

	@ParameterizedTest
	@EnumSource(Grant.class)
	void theAudienceIsWhatTheRequestAsksFor(Grant grant) {
		assertThat(event(grant, "audience", ONE).value("request", "auth", "audience")).isEqualTo(List.of(ONE));
		assertThat(event(grant, "audience", ONE, "audience", TWO).value("request", "auth", "audience"))
			.isEqualTo(List.of(ONE, TWO));
		assertThat(event(grant, "resource", ONE).value("request", "auth", "audience")).isEqualTo(List.of(ONE));
		assertThat(event(grant, "resource", ONE, "resource", TWO, "audience", ONE).value("request", "auth", "audience"))
			.isEqualTo(List.of(ONE, TWO));
	}

	@ParameterizedTest
	@MethodSource("authorizationRequests")
	void theAudienceOfACodeIsWhatItsAuthorizationRequestAskedFor(List<String> parameters, List<String> audience) {
		String code = server.authorizationCode(CLIENT, "openid read", parameters.toArray(String[]::new));
		AuthServer.Response response = server.redeem(CLIENT, code);
		assertThat(Event.of(response).value("request", "auth", "audience")).isEqualTo(audience);
		AuthServer.Response refreshed = server.refresh(CLIENT, response.text("refresh_token"));
		assertThat(Event.of(refreshed).value("request", "auth", "audience")).isEqualTo(audience);
	}

	static Stream<Arguments> authorizationRequests() {
		return Stream.of( //
				Arguments.of(List.of("audience", ONE), List.of(ONE)),
				Arguments.of(List.of("resource", ONE, "resource", TWO), List.of(ONE, TWO)),
				Arguments.of(List.of("audience", ONE, "resource", TWO), List.of(ONE, TWO)));
	}

	@Test
	void aMachinesEventHasTheScopeThatWasAskedForAndNoUser() {
		Event event = event(Grant.CLIENT_CREDENTIALS, "scope", "read write");
		assertThat(event.value("request", "auth", "scope")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactlyInAnyOrder("read", "write");
		assertThat(event.value("context")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("domains", "application", "workflow");
		assertThat(event(Grant.CLIENT_CREDENTIALS).value("request", "auth", "scope")).isEqualTo(List.of());
	}

	@ParameterizedTest
	@EnumSource(value = Grant.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_CREDENTIALS")
	void aUsersEventNamesTheUserAndTheOrigin(Grant grant) {
		boolean refresh = grant == Grant.REFRESH_TOKEN;
		Event event = event(grant);
		assertThat(event.value("context", "workflow")).isEqualTo(Map.of("trigger", "user:tokens_generation"));
		assertThat(event.value("context", "user")).isEqualTo(Map.of("id", AuthServerConfiguration.USER));
		assertThat(event.value("context", "auth")).isEqualTo(Map.of("origin",
				refresh ? "refresh_token_request" : "authorization_request", "isExistingSession", refresh));
		assertThat(event.value("context")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsOnlyKeys("domains", "application", "workflow", "auth", "user");
	}

	@Test
	void theEventOfADelegationNamesTheSubject() {
		String subject = server.authorizationCodeGrant(CLIENT, "read").text("access_token");
		String actor = server.clientCredentials(CLIENT, "scope", "read").text("access_token");
		AuthServer.Response response = server.tokenExchange(CLIENT, subject, "actor_token", actor, "actor_token_type",
				"urn:ietf:params:oauth:token-type:access_token");
		assertThat(response.json()).containsKey("access_token");
		assertThat(Event.of(response).value("context", "user")).isEqualTo(Map.of("id", AuthServerConfiguration.USER));
		assertThat(response.accessTokenClaims()).containsKey("act");
	}

	@ParameterizedTest
	@EnumSource(value = Grant.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_CREDENTIALS")
	void theApplicationSuppliesWhatOnlyItKnows(Grant grant) {
		Details details = server.context().getBean(Details.class);
		details.known = true;
		try {
			Event event = event(grant);
			assertThat(event.value("context", "user")).isEqualTo(Map.of("id", "kp_1", "identityId", "identity_1"));
			assertThat(event.value("context", "organization")).isEqualTo(Map.of("code", "org_1"));
			assertThat(event.value("context", "auth")).asInstanceOf(InstanceOfAssertFactories.MAP)
				.contains(entry("connectionId", "conn_1"), entry("isExistingSession", true));
		}
		finally {
			details.known = false;
		}
	}

	@ParameterizedTest
	@EnumSource(value = Grant.class, mode = EnumSource.Mode.EXCLUDE, names = "CLIENT_CREDENTIALS")
	void detailsThatCannotBeSuppliedFailTheRequest(Grant grant) {
		Details details = server.context().getBean(Details.class);
		Grant.Request request = grant.prepare(server, CLIENT);
		details.broken = true;
		try {
			AuthServer.Response response = request.send();
			assertThat(response.status()).as(response.toString()).isEqualTo(400);
			assertThat(response.json()).containsEntry("error", "server_error").doesNotContainKey("access_token");
			assertThat(response.body()).doesNotContain("database");
		}
		finally {
			details.broken = false;
		}
	}

	private static Event event(Grant grant, String... parameters) {
		return Event.of(grant.prepare(server, CLIENT).send(parameters));
	}

	/**
	 * The event that a workflow has copied into its token.
	 *
	 * @param members its members
	 */
	private record Event(Map<?, ?> members) {

		static Event of(AuthServer.Response response) {
			return new Event((Map<?, ?>) response.accessTokenClaims().get("event"));
		}

		@Nullable Object value(String... path) {
			Object value = this.members;
			for (String name : path) {
				value = ((Map<?, ?>) value).get(name);
			}
			return value;
		}

		String text(String... path) {
			return String.valueOf(value(path));
		}

	}

	/** An application that knows organizations and connections, when a test says so. */
	static class Details implements TokenEventDetails {

		private volatile boolean known;

		private volatile boolean broken;

		@Override
		public @Nullable String userId(OAuth2TokenContext context) {
			if (this.broken) {
				throw new IllegalStateException("The database of users is gone");
			}
			return this.known ? "kp_1" : null;
		}

		@Override
		public @Nullable String identityId(OAuth2TokenContext context) {
			return this.known ? "identity_1" : null;
		}

		@Override
		public @Nullable String organizationCode(OAuth2TokenContext context) {
			return this.known ? "org_1" : null;
		}

		@Override
		public @Nullable String connectionId(OAuth2TokenContext context) {
			return this.known ? "conn_1" : null;
		}

		@Override
		public @Nullable Boolean existingSession(OAuth2TokenContext context) {
			return this.known ? true : null;
		}

	}

}
