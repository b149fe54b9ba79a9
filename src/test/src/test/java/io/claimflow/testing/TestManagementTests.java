package io.claimflow.testing;

import java.util.Map;

import io.claimflow.management.ManagedUser;
import io.claimflow.management.PropertyOwner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for management calls of workflows under test: the server in memory answers as a
 * real one does.
 */
class TestManagementTests {

	private static final TestProject PROJECT = Samples.load(Samples.project("tokenWorkflow.ts", Samples.machine(
			"""
					  const api = await createKindeAPI(event);
					  const id = getEnvironmentVariable("USER")?.value;
					  const { data: user } = await api.get<any>({ endpoint: "user", params: { id } });
					  await api.patch({ endpoint: `users/${id}/properties`, params: { properties: { plan: "pro", old: null } } });
					  const { data } = await api.get<any>(`users/${id}/properties`);
					  const { data: made } = await api.post<any>({ endpoint: "user", params: {
					    profile: { given_name: "Grace" }, organization_code: "org_navy",
					    identities: [{ type: "email", details: { email: "grace@navy.example" } }] } });
					  const { data: roles } = await api.get<any>(`organizations/org_navy/users/${id}/roles`);
					  const claims = m2mTokenClaims<any>();
					  claims.first = user.first_name ?? user.errors?.[0].code;
					  claims.properties = data.properties?.map((property: any) => `${property.key}=${property.value}`);
					  claims.made = made.created;
					  claims.roles = roles.roles?.map((role: any) => role.key);
					""")));

	private static final String CALLS = """
			import { test, expect, workflow } from "@claimflow/test";
			const given = {
			  env: { USER: "ada", KINDE_WF_M2M_CLIENT_ID: "id" },
			  secrets: { KINDE_WF_M2M_CLIENT_SECRET: "secret-of-tests" },
			  management: {
			    users: [{ id: "ada", email: "ada@one.example", firstName: "Ada", properties: { old: "1", team: "a" },
			      roles: { org_navy: ["admin"] } }],
			    organizations: [{ code: "org_navy", name: "Navy" }],
			  },
			};
			""";

	@AfterAll
	static void close() {
		PROJECT.close();
	}

	private static TestReport run(String tests) {
		return ProjectTests.of(PROJECT.with(Samples.project("tokenWorkflow.ts", "", "calls.test.ts", CALLS + tests)))
			.run();
	}

	private static String problems(TestReport report) {
		return String.join("\n", report.failed().stream().map((failed) -> failed.failure().text()).toList());
	}

	@Test
	void theServerAnswersFromWhatItWasGivenAndKeepsWhatItIsTold() {
		assertThat(problems(
				run("""
						test("calls", async () => {
						  const run = await workflow("machine-token").run(undefined, given);
						  expect(run).toComplete();
						  expect(run.accessToken).toMatchObject({ first: "Ada", properties: ["plan=pro", "team=a"], made: true, roles: ["admin"] });
						  expect(run.management.users).toMatchObject([{ id: "ada", properties: { plan: "pro" } },
						    { id: "user_1", firstName: "Grace", organizations: ["org_navy"] }]);
						  expect(run).toCall("PATCH /api/v1/users/ada/properties");
						  const again = await workflow("machine-token").run(undefined, { ...given, management: run.management });
						  expect(again.accessToken).toMatchObject({ made: false, roles: ["admin"] });
						});
						test("whom it does not know", async () => {
						  const run = await workflow("machine-token").run(undefined, { ...given, env: { ...given.env, USER: "bob" } });
						  expect(run).toSetClaim("first", "USER_NOT_FOUND");
						  expect(run).toWarn("REFUSED_CALL", /404/);
						});
						test("what a stub says comes first", async () => {
						  const run = await workflow("machine-token").run(undefined,
						    { ...given, fetch: { "GET /api/v1/user?id=ada": { json: { first_name: "Augusta" } } } });
						  expect(run).toSetClaim("first", "Augusta");
						});
						""")))
			.isEmpty();
	}

	@Test
	void whatItCannotKnowIsRefusedWithWhatItCan() {
		assertThat(problems(
				run("""
						test("calls", async () => {
						  await workflow("machine-token").run(undefined, { ...given, management: { users: [{ id: "ada", mail: "x" }] } as any });
						});
						""")))
			.contains("A user has email, firstName", "and no \"mail\"");
		assertThat(problems(run("""
				test("calls", async () => {
				  await workflow("machine-token").run(undefined, { ...given, management: undefined });
				});
				"""))).contains("\"GET https://auth.example.com/api/v1/user?id=ada\": { json: {} },");
	}

	@Test
	void testsInJavaHaveTheSameServer() {
		TestManagement management = new TestManagement().user("ada", "ada@one.example")
			.property(PropertyOwner.USER, "ada", "team", "a");
		TestOutcome outcome = PROJECT.workflow("machine-token")
			.env("USER", "ada")
			.env("KINDE_WF_M2M_CLIENT_ID", "id")
			.secret("KINDE_WF_M2M_CLIENT_SECRET", "secret-of-tests")
			.management(management)
			.run();
		assertThat(outcome.outcome().failure()).isEmpty();
		assertThat(management.properties(PropertyOwner.USER, "ada")).isEqualTo(Map.of("team", "a", "plan", "pro"));
		// The organization that the body names is not there.
		assertThat(management.users()).extracting(ManagedUser::id).containsExactly("ada");
	}

}
