package io.claimflow.spring.management;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.claimflow.management.ApiResource;
import io.claimflow.spring.server.AuthServer.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may make a management call, and what a call may be.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApiAccessTests {

	private static ApiServer server;

	@BeforeAll
	static void start() {
		server = ApiServer.start((builder) -> builder.property("claimflow.api.request-bytes", "1KB")
			.property("claimflow.api.value-length", 100));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Arguments> calls() {
		return Stream
			.of("GET user?id=x|read:users", "POST user|create:users", "GET users?user_id=x|read:users",
					"PUT users/x/password|update:user_passwords", "GET users/x/mfa|read:user_mfa",
					"GET users/x/properties|read:user_properties", "PATCH users/x/properties|update:user_properties",
					"GET applications/x/properties|read:application_properties",
					"PATCH applications/x/properties|update:application_properties",
					"GET organizations/x/properties|read:organization_properties",
					"PATCH organizations/x/properties|update:organization_properties",
					"GET organization?code=x|read:organizations", "POST organization|create:organizations",
					"GET environment_variables|read:environment_variables",
					"GET environment_variables/x|read:environment_variables",
					"POST environment_variables|create:environment_variables",
					"PATCH environment_variables/x|update:environment_variables",
					"DELETE environment_variables/x|delete:environment_variables",
					"GET billing/entitlements?customer_id=x|read:billing_entitlements",
					"GET billing/agreements?customer_id=x|read:billing_agreements", "GET business|read:businesses",
					"PATCH user?id=x|update:users", "POST users/x/identities|create:user_identities",
					"PUT users/x/properties/y?value=z|update:user_properties",
					"PUT applications/x/properties/y?value=z|update:application_properties",
					"PUT organizations/x/properties/y?value=z|update:organization_properties",
					"GET organizations|read:organizations",
					"GET organizations/x/users/y/roles|read:organization_user_roles",
					"GET organizations/x/users/y/permissions|read:organization_user_permissions",
					"PATCH organizations/x/feature_flags/y?value=z|update:organization_feature_flags",
					"GET applications|read:applications")
			.map((call) -> Arguments.of((Object[]) call.split("[ |]")));
	}

	private static Response call(String method, String path, String token) {
		return server.send(method, path, token, method.startsWith("P") ? "{}" : null);
	}

	@ParameterizedTest
	@MethodSource("calls")
	void callNeedsATokenWithItsScopeAndNoOther(String method, String path, String scope) {
		Response anonymous = call(method, path, null);
		assertThat(anonymous.status()).isEqualTo(401);
		assertThat(anonymous.location()).startsWith("Bearer");
		assertThat(ApiServer.errorCode(anonymous)).isEqualTo("TOKEN_INVALID");
		List<String> others = new ArrayList<>(ApiServer.SCOPES);
		others.remove(scope);
		Response lacking = call(method, path, server.token(others.toArray(String[]::new)));
		assertThat(lacking.status()).isEqualTo(403);
		assertThat(lacking.location()).contains("insufficient_scope", "scope=\"" + scope + "\"");
		assertThat(ApiServer.errorCode(lacking)).isEqualTo("SCOPE_MISSING");
		assertThat(call(method, path, server.token(scope)).status()).isIn(200, 400, 404, 501);
	}

	@Test
	void everyCallThatThereIsIsAmongThese() {
		assertThat(calls()).hasSize(server.auth()
			.context()
			.getBeanProvider(ApiResource.class)
			.stream()
			.mapToInt((resource) -> resource.routes().size())
			.sum());
	}

	@SuppressWarnings("unchecked")
	private static JWKSource<SecurityContext> keys() {
		return server.auth().context().getBean(JWKSource.class);
	}

	private static String signed(JWKSource<SecurityContext> keys, Consumer<JwtClaimsSet.Builder> change) {
		JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
			.issuer(ApiServer.ISSUER)
			.subject(ApiServer.CLIENT)
			.audience(List.of(ApiServer.AUDIENCE))
			.issuedAt(Instant.now().minusSeconds(600))
			.expiresAt(Instant.now().plusSeconds(300))
			.claim("scope", List.of("read:businesses"));
		change.accept(claims);
		return new NimbusJwtEncoder(keys).encode(JwtEncoderParameters.from(claims.build())).getTokenValue();
	}

	@Test
	void tokenOfThisServerForTheApiIsTaken() {
		assertThat(call("GET", "business", signed(keys(), (claims) -> {
		})).status()).isEqualTo(200);
	}

	static Stream<Consumer<JwtClaimsSet.Builder>> flaws() {
		return Stream.of((claims) -> claims.expiresAt(Instant.now().minusSeconds(120)),
				(claims) -> claims.notBefore(Instant.now().plusSeconds(120)),
				(claims) -> claims.issuer("https://other.example"),
				(claims) -> claims.claims((map) -> map.remove("iss")),
				(claims) -> claims.audience(List.of(ApiServer.CLIENT)),
				(claims) -> claims.audience(List.of(ApiServer.AUDIENCE, "https://orders.example")),
				(claims) -> claims.claims((map) -> map.remove("aud")), (claims) -> claims.subject(ApiServer.STRANGER),
				(claims) -> claims.claims((map) -> map.remove("sub")));
	}

	@ParameterizedTest
	@MethodSource("flaws")
	void tokenWithAFlawIsRefused(Consumer<JwtClaimsSet.Builder> flaw) {
		assertThat(call("GET", "business", signed(keys(), flaw)).status()).isEqualTo(401);
	}

	@Test
	void tokenOfAnotherKeyIsRefused() throws Exception {
		RSAKey other = new RSAKeyGenerator(2048).keyID("other").generate();
		assertThat(call("GET", "business", signed(new ImmutableJWKSet<>(new JWKSet(other)), (claims) -> {
		})).status()).isEqualTo(401);
		assertThat(call("GET", "business", "not-a-jwt").status()).isEqualTo(401);
		assertThat(
				call("GET", "business", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2F1dGguY2xhaW1mbG93LmludmFsaWQifQ.")
					.status())
			.isEqualTo(401);
	}

	@Test
	void tokenInTheQueryIsRefused() {
		assertThat(call("GET", "business?access_token=" + server.token(), null).status()).isEqualTo(401);
	}

	@Test
	void onlyTheServersOwnCallsAreThere() {
		Response absent = call("GET", "subscribers", server.token());
		assertThat(absent.status()).isEqualTo(404);
		assertThat(ApiServer.errorCode(absent)).isEqualTo("ROUTE_NOT_FOUND");
		assertThat(call("DELETE", "user?id=x", server.token()).status()).isEqualTo(405);
		assertThat(call("OPTIONS", "user?id=x", server.token()).status()).isEqualTo(405);
		assertThat(call("GET", "subscribers", null).status()).isEqualTo(401);
	}

	@Test
	void preflightOfABrowserMakesNoCall() {
		String scope = "create:environment_variables";
		HttpRequest preflight = HttpRequest.newBuilder(URI.create(server.auth().url("/api/v1/environment_variables")))
			.header("Authorization", "Bearer " + server.token(scope))
			.header("Content-Type", "application/json")
			.header("Origin", "https://app.example")
			.header("Access-Control-Request-Method", "POST")
			.method("OPTIONS", HttpRequest.BodyPublishers.ofString("{\"key\": \"PREFLIGHT\", \"value\": \"x\"}"))
			.build();
		assertThat(ApiServer.send(preflight).status()).isEqualTo(405);
		assertThat(server.get("environment_variables").body()).doesNotContain("PREFLIGHT");
	}

	@Test
	void applicationsOwnControllersDoNotAnswerTheCalls() {
		assertThat(server.auth().context().getBeanNamesForType(RouterFunction.class)).isEmpty();
		assertThat(server.auth().context().getBeanNamesForType(DispatcherServlet.class))
			.containsExactly("dispatcherServlet");
	}

	@Test
	void bodyThatIsTooLargeIsRefused() {
		Response refused = server.post("organization", "{\"name\": \"" + "x".repeat(1024) + "\"}");
		assertThat(refused.status()).isEqualTo(413);
		assertThat(refused.body()).contains("claimflow.api.request-bytes");
	}

	@Test
	void valueThatIsTooLongIsRefused() {
		assertThat(server.post("organization", "{\"name\": \"" + "x".repeat(100) + "\"}").status()).isEqualTo(200);
		Response refused = server.post("organization", "{\"name\": \"" + "x".repeat(101) + "\"}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("claimflow.api.value-length").doesNotContain("xxx");
		assertThat(server
			.send("PATCH", "applications/api/properties", server.token(),
					"{\"properties\": {\"a\": \"" + "x".repeat(101) + "\"}}")
			.status()).isEqualTo(400);
		assertThat(server.get("user?id=" + "x".repeat(201)).status()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "[]", "{", "{\"name\": 1}", "{\"name\": \"\"}", "{\"name\": null}",
			"{\"name\": \"a\\u0000b\"}", "{\"name\": \"a\", \"is_create_billing_customer\": \"yes\"}" })
	void bodyThatIsNotWhatItShouldBeIsRefused(String body) {
		Response refused = server.post("organization", body);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(ApiServer.errorCode(refused)).isEqualTo("REQUEST_INVALID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"identities\": []}", "{\"identities\": {}}", "{\"identities\": [1]}",
			"{\"identities\": [{\"type\": \"fax\", \"details\": {\"fax\": \"1\"}}]}",
			"{\"identities\": [{\"type\": \"email\"}]}",
			"{\"identities\": [{\"type\": \"email\", \"details\": {\"email\": \"a/b@one.example\"}}]}",
			"{\"identities\": [{\"type\": \"email\", \"details\": {\"email\": \"a@x.y\"}},"
					+ "{\"type\": \"email\", \"details\": {\"email\": \"b@x.y\"}}]}" })
	void userWhoCouldNotBeAskedForIsNotCreated(String body) {
		assertThat(server.post("user", body).status()).isEqualTo(400);
	}

	@Test
	void bodyOfAnotherTypeIsRefused() {
		assertThat(server.send("POST", "organization", server.token(), "name=Acme", "application/x-www-form-urlencoded")
			.status()).isEqualTo(415);
	}

	@ParameterizedTest
	@CsvSource({ "user", "users", "organization", "environment_variables?page_size=0",
			"environment_variables?page_size=many" })
	void parametersAreChecked(String path) {
		assertThat(server.get(path).status()).isEqualTo(400);
	}

	@Test
	void keysOfTheServerAreAtKindesPathToo() {
		String spring = ApiServer.send(HttpRequest.newBuilder(URI.create(server.auth().url("/oauth2/jwks"))).build())
			.body();
		Response kinde = ApiServer
			.send(HttpRequest.newBuilder(URI.create(server.auth().url("/.well-known/jwks.json"))).build());
		assertThat(kinde.status()).isEqualTo(200);
		assertThat(kinde.body()).isEqualTo(spring).contains("\"kid\"").doesNotContain("\"d\"");
	}

	@Test
	void serverSignsPeopleInAsWithoutTheApi() {
		Response login = ApiServer.send(
				HttpRequest.newBuilder(URI.create(server.auth().url("/login"))).header("Accept", "text/html").build());
		assertThat(login.status()).isEqualTo(200);
		assertThat(login.body()).contains("name=\"password\"");
	}

	@Test
	void failureOfTheDatabaseTellsNobodyWhatIsInIt(CapturedOutput output) {
		JdbcClient jdbc = server.auth().context().getBean(JdbcClient.class);
		jdbc.sql("alter table claimflow_organization add constraint short check (name not like 'sesame%')").update();
		try {
			Response failed = server.post("organization", "{\"name\": \"" + "sesame ".repeat(14) + "\"}");
			assertThat(failed.status()).isEqualTo(500);
			assertThat(failed.json()).isEqualTo(Map.of("errors", List
				.of(Map.of("code", "SERVER_ERROR", "message", "The call failed: the server's log says where"))));
			assertThat(output).contains("A management call failed with", "SQL state").doesNotContain("sesame");
		}
		finally {
			jdbc.sql("alter table claimflow_organization drop constraint short").update();
		}
	}

}
