package io.claimflow.spring.management;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.claimflow.spring.jdbc.VariableHistory;
import io.claimflow.spring.server.AuthServer.Response;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.provisioning.UserDetailsManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What management calls answer, with each database.
 */
@ParameterizedClass
@EnumSource(ApiServer.Store.class)
class ApiCallsTests {

	private static final String HASH = new BCryptPasswordEncoder(4).encode("correct horse");

	@Parameter
	private ApiServer.Store store;

	private static ApiServer server;

	@BeforeParameterizedClassInvocation
	static void start(ApiServer.Store store) {
		server = ApiServer.start(store,
				(builder) -> builder.m2m("m2mTokenClaims<any>().seen = getEnvironmentVariable('SEEN').value;"));
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		server.close();
	}

	private static String createUser(String email) {
		Response created = server.post("user", """
				{"profile": {"given_name": "Ada", "family_name": "Byron"},
				 "identities": [{"type": "email", "is_verified": true, "details": {"email": "%s"}}]}"""
			.formatted(email));
		assertThat(created.status()).isEqualTo(200);
		assertThat(created.json()).containsEntry("created", true)
			.containsEntry("identities", List.of(Map.of("type", "email", "result", Map.of("created", true))));
		return created.text("id");
	}

	private static String createOrganization(String json) {
		Response created = server.post("organization", json);
		assertThat(created.json()).containsEntry("code", "OK");
		return (String) ((Map<?, ?>) created.json().get("organization")).get("code");
	}

	@Test
	void userWhoIsCreatedIsFoundByIdentifierAndEmailAddress() {
		String id = createUser("Ada@one.example");
		assertThat(server.get("user?id=" + id).json()).containsEntry("id", id)
			.containsEntry("preferred_email", "Ada@one.example")
			.containsEntry("first_name", "Ada")
			.containsEntry("last_name", "Byron")
			.containsEntry("phone", null)
			.containsEntry("is_suspended", false)
			.containsEntry("organizations", List.of())
			.containsEntry("identities", List.of(Map.of("type", "email", "identity", "Ada@one.example")))
			.doesNotContainKeys("password", "billing");
		Response found = server.get("users?email=ADA@one.example");
		assertThat(found.json()).containsEntry("code", "OK").containsEntry("next_token", null);
		assertThat(found.json().get("users")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.singleElement(InstanceOfAssertFactories.MAP)
			.containsEntry("id", id)
			.containsEntry("email", "Ada@one.example");
		assertThat(server.get("users?user_id=" + id).body()).contains("Ada@one.example");
	}

	@Test
	void userWhoIsNotThereIsNotFound() {
		Response absent = server.get("user?id=nobody");
		assertThat(absent.status()).isEqualTo(404);
		assertThat(ApiServer.errorCode(absent)).isEqualTo("USER_NOT_FOUND");
		assertThat(server.get("users?email=nobody@one.example").json()).containsEntry("users", List.of());
	}

	@Test
	void userOfTheSameEmailAddressIsNotCreatedTwice() {
		String id = createUser("twice@one.example");
		Response again = server.post("user", """
				{"identities": [{"type": "email", "details": {"email": "TWICE@one.example"}}]}""");
		assertThat(again.status()).isEqualTo(200);
		assertThat(again.json()).containsEntry("id", id).containsEntry("created", false);
	}

	@Test
	void userHasAUsernameAndAPhoneNumberAsWell() {
		Response created = server.post("user", """
				{"provided_id": "legacy-7", "identities": [{"type": "username", "details": {"username": "grace"}},
				  {"type": "phone", "details": {"phone": "+61426148233", "phone_country_id": "au"}}]}""");
		assertThat(created.text("id")).isEqualTo("grace");
		assertThat(server.get("user?id=grace").json()).containsEntry("username", "grace")
			.containsEntry("phone", "+61426148233")
			.containsEntry("provided_id", "legacy-7")
			.containsEntry("preferred_email", null);
	}

	@Test
	void userOfAnotherLifeLeavesNothingBehind() {
		String id = createUser("reborn@one.example");
		server.send("PATCH", "users/" + id + "/properties", server.token(), "{\"properties\": {\"admin\": \"true\"}}");
		server.auth().context().getBean(UserDetailsManager.class).deleteUser(id);
		assertThat(server.get("user?id=" + id).status()).isEqualTo(404);
		assertThat(createUser("reborn@one.example")).isEqualTo(id);
		assertThat(server.get("users/" + id + "/properties").json()).containsEntry("properties", List.of());
	}

	@Test
	void userThatTheApplicationMadeIsKnownByItsName() {
		server.auth()
			.context()
			.getBean(UserDetailsManager.class)
			.createUser(org.springframework.security.core.userdetails.User.withUsername("own@one.example")
				.password("{noop}x")
				.roles("USER")
				.disabled(true)
				.build());
		assertThat(server.get("users?email=own@one.example").body()).contains("own@one.example",
				"\"is_suspended\":true");
	}

	@Test
	void passwordThatAnotherSystemHashedIsTheUsersPassword() {
		String id = createUser("hash@one.example");
		Response set = server.send("PUT", "users/" + id + "/password", server.token(),
				"{\"hashed_password\": \"%s\"}".formatted(HASH));
		assertThat(set.json()).isEqualTo(Map.of("message", "Success", "code", "OK"));
		String stored = server.auth().context().getBean(UserDetailsManager.class).loadUserByUsername(id).getPassword();
		assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder().matches("correct horse", stored))
			.isTrue();
		assertThat(server.get("user?id=" + id).body()).doesNotContain(HASH);
	}

	@Test
	void userHasNoPasswordAtFirst() {
		String id = createUser("none@one.example");
		String stored = server.auth().context().getBean(UserDetailsManager.class).loadUserByUsername(id).getPassword();
		assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder().matches("", stored)).isFalse();
		assertThat(stored).startsWith("{bcrypt}$2");
	}

	@Test
	void passwordThatNothingVerifiesIsRefused() {
		String id = createUser("phpass@one.example");
		Response refused = server.send("PUT", "users/" + id + "/password", server.token(),
				"{\"hashed_password\": \"$P$B1234567890123456789012345678901\", \"hashing_method\": \"wordpress\"}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("PASSWORD_HASH_UNSUPPORTED").doesNotContain("$P$");
		assertThat(server
			.send("PUT", "users/nobody/password", server.token(), "{\"hashed_password\": \"%s\"}".formatted(HASH))
			.status()).isEqualTo(404);
	}

	@Test
	void temporaryPasswordIsRefused() {
		String id = createUser("temporary@one.example");
		assertThat(ApiServer.errorCode(server.send("PUT", "users/" + id + "/password", server.token(),
				"{\"hashed_password\": \"%s\", \"is_temporary_password\": true}".formatted(HASH))))
			.isEqualTo("PASSWORD_TEMPORARY_UNSUPPORTED");
	}

	@Test
	void propertiesOfUsersApplicationsAndOrganizationsAreKept() {
		String organization = createOrganization("{\"name\": \"Acme\"}");
		for (String owner : List.of("users/" + createUser("props@one.example"), "applications/" + ApiServer.CLIENT,
				"organizations/" + organization)) {
			String path = owner + "/properties";
			assertThat(server
				.send("PATCH", path, server.token(),
						"{\"properties\": {\"town\": \"Staines\", \"vip\": true, \"age\": 7, \"gone\": \"x\"}}")
				.json()).isEqualTo(Map.of("message", "Success", "code", "OK"));
			server.send("PATCH", path, server.token(), "{\"properties\": {\"town\": \"Slough\", \"gone\": null}}");
			Response properties = server.get(path);
			assertThat(properties.json()).containsEntry("code", "OK").containsEntry("next_token", null);
			assertThat(properties.json().get("properties")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.extracting((property) -> ((Map<?, ?>) property).get("key") + "=" + ((Map<?, ?>) property).get("value"))
				.containsExactly("age=7", "town=Slough", "vip=true");
		}
	}

	@Test
	void propertiesOfOneAreNotThoseOfAnother() {
		String one = createUser("one@two.example");
		String two = createUser("two@two.example");
		server.send("PATCH", "users/" + one + "/properties", server.token(), "{\"properties\": {\"a\": \"1\"}}");
		assertThat(server.get("users/" + two + "/properties").json()).containsEntry("properties", List.of());
	}

	@Test
	void propertiesOfNobodyAreNotFound() {
		assertThat(ApiServer.errorCode(server.get("users/nobody/properties"))).isEqualTo("USER_NOT_FOUND");
		assertThat(ApiServer.errorCode(server.get("applications/nothing/properties")))
			.isEqualTo("APPLICATION_NOT_FOUND");
		assertThat(ApiServer.errorCode(server.get("organizations/nothing/properties")))
			.isEqualTo("ORGANIZATION_NOT_FOUND");
	}

	@Test
	void tooManyPropertiesAreRefusedAndNoneIsSet() {
		String path = "users/" + createUser("many@one.example") + "/properties";
		StringBuilder values = new StringBuilder("\"p0\": \"\"");
		for (int i = 1; i <= 100; i++) {
			values.append(", \"p").append(i).append("\": \"\"");
		}
		Response refused = server.send("PATCH", path, server.token(), "{\"properties\": {" + values + "}}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.body()).contains("claimflow.api.properties");
		assertThat(server.get(path).json()).containsEntry("properties", List.of());
	}

	@Test
	void organizationThatIsCreatedIsFoundByItsCode() {
		String code = createOrganization("""
				{"name": "Acme Corp", "handle": "acme", "external_id": "some1234"}""");
		assertThat(code).startsWith("org_");
		assertThat(server.get("organization?code=" + code).json()).containsEntry("code", code)
			.containsEntry("name", "Acme Corp")
			.containsEntry("handle", "acme")
			.containsEntry("external_id", "some1234")
			.doesNotContainKey("billing");
		assertThat(ApiServer.errorCode(server.post("organization", "{\"name\": \"Other\", \"handle\": \"acme\"}")))
			.isEqualTo("ORGANIZATION_HANDLE_TAKEN");
		assertThat(ApiServer.errorCode(server.get("organization?code=none"))).isEqualTo("ORGANIZATION_NOT_FOUND");
		assertThat(server.post("organization", "{\"name\": \"B\", \"is_create_billing_customer\": true}").status())
			.isEqualTo(501);
	}

	@Test
	void userJoinsAnOrganization() {
		String code = createOrganization("{\"name\": \"Club\"}");
		String body = """
				{"identities": [{"type": "email", "details": {"email": "member@one.example"}}],
				 "organization_code": "%s"}""";
		assertThat(ApiServer.errorCode(server.post("user", body.formatted("none"))))
			.isEqualTo("ORGANIZATION_NOT_FOUND");
		assertThat(server.get("user?id=member@one.example").status()).isEqualTo(404);
		server.post("user", body.formatted(code));
		assertThat(server.get("user?id=member@one.example").json()).containsEntry("organizations", List.of(code));
	}

	@Test
	void secondFactorThatTheApplicationKeepsIsShown() {
		String id = createUser("factor@one.example");
		assertThat(server.get("users/" + id + "/mfa").json()).containsEntry("mfa", null);
		server.auth()
			.context()
			.getBean(JdbcClient.class)
			.sql("""
					insert into claimflow_mfa_factor (user_id, id, type, name, verified, usage_count, created_at)
					values (?, 'mfa_1', 'email', 'f@one.example', true, 2, timestamp with time zone '2026-01-02 03:04:05+00')""")
			.param(id)
			.update();
		assertThat(server.get("users/" + id + "/mfa").json().get("mfa")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("id", "mfa_1")
			.containsEntry("type", "email")
			.containsEntry("is_verified", true)
			.containsEntry("usage_count", 2)
			.containsEntry("created_on", "2026-01-02T03:04:05Z")
			.containsEntry("last_used_on", null);
		assertThat(server.get("users/nobody/mfa").status()).isEqualTo(404);
	}

	@Test
	void environmentVariablesAreCreatedReadChangedAndDeleted() {
		Response created = server.post("environment_variables", "{\"key\": \"PLAN\", \"value\": \"pro\"}");
		assertThat(created.status()).isEqualTo(201);
		assertThat(created.json()).containsEntry("code", "VARIABLE_CREATED");
		String path = "environment_variables/" + ((Map<?, ?>) created.json().get("environment_variable")).get("id");
		server.post("environment_variables", "{\"key\": \"TOKEN\", \"value\": \"hush\", \"is_secret\": true}");
		assertThat(server.get("environment_variables").body())
			.contains("\"value\":\"pro\"", "\"value\":null", "\"has_more\":false")
			.doesNotContain("hush");
		assertThat(server.get("environment_variables?page_size=1").body()).contains("PLAN", "\"has_more\":true")
			.doesNotContain("TOKEN");
		assertThat(server.get("environment_variables?page_size=1&starting_after=" + path.substring(22)).body())
			.contains("TOKEN", "\"has_more\":false");
		assertThat(ApiServer.errorCode(server.post("environment_variables", "{\"key\": \"PLAN\", \"value\": \"x\"}")))
			.isEqualTo("ENVIRONMENT_VARIABLE_EXISTS");
		assertThat(server.post("environment_variables", "{\"key\": \"a b\", \"value\": \"x\"}").status())
			.isEqualTo(400);
		assertThat(server.send("PATCH", path, server.token(), "{\"value\": \"free\"}").json()).containsEntry("code",
				"ENVIRONMENT_VARIABLE_UPDATED");
		assertThat(server.get(path).json().get("environment_variable")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("key", "PLAN")
			.containsEntry("value", "free")
			.containsEntry("is_secret", false);
		assertThat(server.send("DELETE", path, server.token(), null).json()).containsEntry("code",
				"ENVIRONMENT_VARIABLE_DELETED");
		assertThat(server.get(path).status()).isEqualTo(404);
		assertThat(server.send("DELETE", path, server.token(), null).status()).isEqualTo(404);
		assertThat(server.send("PATCH", path, server.token(), "{\"value\": \"free\"}").status()).isEqualTo(404);
		assertThat(server.auth().context().getBean(VariableHistory.class).list(100, OptionalLong.empty()))
			.filteredOn((change) -> change.name().equals("PLAN"))
			.extracting((change) -> change.kind() + " by " + change.by())
			.containsExactly("VARIABLE_DELETED by client:" + ApiServer.CLIENT,
					"VARIABLE_CHANGED by client:" + ApiServer.CLIENT, "VARIABLE_CREATED by client:" + ApiServer.CLIENT);
	}

	@Test
	void environmentVariableIsSeenByTheNextRun() {
		Response created = server.post("environment_variables",
				"{\"key\": \"SEEN\", \"value\": \"one\", \"is_secret\": true}");
		String path = "environment_variables/" + ((Map<?, ?>) created.json().get("environment_variable")).get("id");
		assertThat(claims()).containsEntry("seen", "one");
		server.send("PATCH", path, server.token(), "{\"value\": \"two\"}");
		assertThat(claims()).containsEntry("seen", "two");
		assertThat(server.get(path).body()).contains("\"value\":null").doesNotContain("two");
		server.send("DELETE", path, server.token(), null);
		assertThat(claims()).doesNotContainKey("seen");
	}

	/** Of a token that is not for these calls, so that a workflow runs. */
	private static Map<String, Object> claims() {
		return server.auth().clientCredentials(ApiServer.OTHER, "scope", "read:orders").accessTokenClaims();
	}

	@Test
	void userIsChangedInPart() {
		String id = createUser("change@one.example");
		Response changed = server.send("PATCH", "user?id=" + id, server.token(),
				"{\"given_name\": \"Augusta\", \"provided_id\": \"legacy-8\", \"is_suspended\": null}");
		assertThat(changed.json()).containsEntry("given_name", "Augusta")
			.containsEntry("family_name", "Byron")
			.containsEntry("is_suspended", false);
		assertThat(server.get("user?id=" + id).json()).containsEntry("first_name", "Augusta")
			.containsEntry("provided_id", "legacy-8");
		assertThat(server.send("PATCH", "user?id=nobody", server.token(), "{}").status()).isEqualTo(404);
		assertThat(
				server.send("PATCH", "user?id=" + id, server.token(), "{\"is_password_reset_requested\": true}").body())
			.contains("PASSWORD_RESET_UNSUPPORTED");
	}

	@Test
	void userIsSuspendedAndLetInAgain() {
		String id = createUser("suspended@one.example");
		UserDetailsManager accounts = server.auth().context().getBean(UserDetailsManager.class);
		server.send("PATCH", "user?id=" + id, server.token(), "{\"is_suspended\": true}");
		assertThat(accounts.loadUserByUsername(id).isEnabled()).isFalse();
		server.send("PATCH", "user?id=" + id, server.token(), "{\"given_name\": \"Ada\"}");
		assertThat(accounts.loadUserByUsername(id).isEnabled()).isFalse();
		server.send("PATCH", "user?id=" + id, server.token(), "{\"is_suspended\": false}");
		assertThat(accounts.loadUserByUsername(id).isEnabled()).isTrue();
	}

	@Test
	void userThatTheApplicationMadeIsChangedAsWell() {
		UserDetailsManager accounts = server.auth().context().getBean(UserDetailsManager.class);
		accounts.createUser(org.springframework.security.core.userdetails.User.withUsername("plain")
			.password("{noop}x")
			.roles("ADMIN")
			.build());
		server.send("PATCH", "user?id=plain", server.token(), "{\"family_name\": \"Hopper\", \"is_suspended\": true}");
		assertThat(server.get("user?id=plain").json()).containsEntry("last_name", "Hopper")
			.containsEntry("username", "plain");
		assertThat(accounts.loadUserByUsername("plain").getAuthorities()).extracting(Object::toString)
			.containsExactly("ROLE_ADMIN");
	}

	@Test
	void userIsFoundByAnIdentityThatWasAdded() {
		String id = createUser("first@one.example");
		Response added = server.post("users/" + id + "/identities",
				"{\"type\": \"email\", \"value\": \"Second@one.example\"}");
		assertThat(added.status()).isEqualTo(201);
		assertThat(added.json()).containsKey("identity");
		assertThat(server.get("users?email=second@ONE.example").body()).contains("\"id\":\"" + id + "\"");
		assertThat(server.get("user?id=" + id).body()).contains("first@one.example", "second@one.example");
		String other = createUser("other@one.example");
		assertThat(ApiServer.errorCode(server.post("users/" + other + "/identities",
				"{\"type\": \"email\", \"value\": \"second@ONE.example\"}")))
			.isEqualTo("IDENTITY_TAKEN");
		assertThat(ApiServer.errorCode(server.post("users/" + other + "/identities",
				"{\"type\": \"email\", \"value\": \"first@one.example\"}")))
			.isEqualTo("IDENTITY_TAKEN");
		assertThat(server.post("users/" + other + "/identities", "{\"type\": \"social\", \"value\": \"x\"}").status())
			.isEqualTo(400);
		assertThat(server.post("users/nobody/identities", "{\"type\": \"email\", \"value\": \"n@x.y\"}").status())
			.isEqualTo(404);
	}

	@Test
	void onePropertyIsSet() {
		String id = createUser("property@one.example");
		String path = "users/" + id + "/properties";
		assertThat(server.send("PUT", path + "/plan?value=pro%20plus", server.token(), null).json())
			.isEqualTo(Map.of("message", "Success", "code", "OK"));
		server.send("PUT", path + "/seats?value=", server.token(), null);
		assertThat(server.get(path).body()).contains("\"value\":\"pro plus\"", "\"key\":\"seats\"");
		assertThat(server.send("PUT", path + "/plan", server.token(), null).status()).isEqualTo(400);
		assertThat(server.send("PUT", "users/nobody/properties/plan?value=x", server.token(), null).status())
			.isEqualTo(404);
	}

	@Test
	void organizationsAreListedPageByPage() {
		List<String> codes = List.of(createOrganization("{\"name\": \"One\"}"),
				createOrganization("{\"name\": \"Two\"}"), createOrganization("{\"name\": \"Three\"}"));
		List<Object> listed = new ArrayList<>();
		String next = "";
		do {
			Map<String, Object> page = server.get("organizations?page_size=2&next_token=" + next).json();
			((List<?>) page.get("organizations")).forEach((one) -> listed.add(((Map<?, ?>) one).get("code")));
			next = String.valueOf(page.get("next_token"));
		}
		while (!next.equals("null"));
		assertThat(listed).containsAll(codes).doesNotHaveDuplicates();
	}

	@Test
	void applicationsRolesAndFlagsAreNotAvailableWithoutABean() {
		String user = createUser("roles@one.example");
		String path = "organizations/" + createOrganization("{\"name\": \"Roles\"}");
		for (Response response : List.of(server.get("applications"), server.get(path + "/users/" + user + "/roles"),
				server.get(path + "/users/" + user + "/permissions"),
				server.send("PATCH", path + "/feature_flags/beta?value=true", server.token(), null))) {
			assertThat(response.status()).isEqualTo(501);
			assertThat(response.body()).contains("it has no bean of type io.claimflow.management.");
		}
	}

	@Test
	void businessIsTheApplication() {
		assertThat(server.get("business").json().get("business")).asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsEntry("name", "Tailors")
			.hasEntrySatisfying("code", (code) -> assertThat((String) code).startsWith("bus_"));
	}

	@Test
	void billingIsNotAvailableWithoutABean() {
		for (String path : List.of("billing/entitlements?customer_id=c", "billing/agreements?customer_id=c")) {
			Response response = server.get(path);
			assertThat(response.status()).isEqualTo(501);
			assertThat(response.body()).contains("io.claimflow.management.BillingManagement");
		}
	}

}
