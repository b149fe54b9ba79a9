package io.claimflow.project;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.cache.TestJwts;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.Fetcher;
import io.claimflow.fetch.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Whole workflows, written as teams write them for Kinde, with stand-ins for the
 * management API and for the systems of others.
 */
class MovedWorkflowTests {

	private static final Trigger ALPHA = new Trigger("shop:alpha", Set.of(TokenType.ACCESS_TOKEN, TokenType.ID_TOKEN),
			Set.of());

	private static final Fetcher FETCHER = new Fetcher(
			new FetchLimits(Duration.ofSeconds(20), 1024 * 1024, 5, List.of("127.0.0.1")));

	private static TestServer server;

	private static LiveEngine engine;

	@BeforeAll
	static void start() throws Exception {
		server = new TestServer()
			.answering("/oauth2/token", 200,
					"{\"access_token\":\"" + TestJwts.expiringIn(3600, "m2m") + "\",\"token_type\":\"Bearer\"}")
			.answering("/api/v1/user", 200,
					"{\"id\":\"kp_9\",\"preferred_email\":\"ada@example.com\",\"billing\":{\"customer_id\":\"cus_1\"}}")
			.answering("/api/v1/billing/entitlements", 200, "{\"entitlements\":[{\"id\":\"e1\"}]}")
			.answering("/api/v1/billing/agreements", 200, "{\"agreements\":[{\"id\":\"a1\"}]}")
			.answering("/api/v1/applications/app/properties", 200,
					"{\"properties\":[{\"key\":\"other\",\"value\":\"x\"},{\"key\":\"partner\",\"value\":\"org_1\"}]}")
			.answering("/api/v1/organization", 200, "{\"code\":\"org_1\",\"name\":\"Acme\"}")
			.answering("/api/v1/users/kp_1/properties", 200, "{\"message\":\"ok\"}")
			.answering("/api/v1/users/kp_1/mfa", 200, "{\"mfa\":{\"last_used_on\":\"" + Instant.now() + "\"}}")
			.answering("/api/v1/users/kp_2/mfa", 404, "{\"errors\":[]}")
			.answering("/api/v1/users/kp_9/password", 200, "{\"message\":\"Password set\"}")
			.answering("/store/get/203.0.113.7", 200, "{\"result\":null}")
			.answering("/store/get/203.0.113.8", 200, "{\"result\":\"10\"}")
			.answering("/store/set/203.0.113.7", 200, "{\"result\":\"OK\"}")
			.answering("/scores/check", 200, "{\"data\":{\"score\":80}}")
			.answering("/crm/contacts", 201, "{\"id\":\"1\"}")
			.answering("/crm/logins", 200, "{\"given_name\":\"Ada\"}");
		Map<String, String> variables = Map.of("KINDE_WF_M2M_CLIENT_ID", "wf", "KINDE_WF_M2M_CLIENT_SECRET",
				"wf-secret", "STORE_URL", server.url("/store"), "STORE_KEY", "store-key", "SCORES_URL",
				server.url("/scores"), "CRM_URL", server.url("/crm"), "HOURS", "1", "REFUSED",
				"gone.example, other.example");
		engine = new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().deadline(Duration.ofSeconds(20)).build())
			.triggers(Set.of(ALPHA, Trigger.USER_TOKENS_GENERATION, Trigger.M2M_TOKEN_GENERATION,
					Trigger.POST_AUTHENTICATION, Trigger.PRE_MFA, Trigger.PRE_REGISTRATION,
					Trigger.EXISTING_PASSWORD_PROVIDED, Trigger.PLAN_SELECTION))
			.variables((name) -> Optional.ofNullable(variables.get(name))
				.map((value) -> new VariableSource.Variable(value, false)))
			.fetcher(FETCHER)
			.build());
	}

	@AfterAll
	static void stop() {
		engine.close();
		FETCHER.close();
		server.close();
	}

	private static LiveEngine.Deployment deployed;

	private static Outcome run(String workflow, Map<String, Object> context) throws Exception {
		return run(workflow, "203.0.113.7, 10.0.0.1", context, Set.of());
	}

	private static Outcome run(String workflow, String ip, Map<String, Object> context, Set<String> secrets)
			throws Exception {
		String source;
		try (InputStream in = Objects
			.requireNonNull(MovedWorkflowTests.class.getResourceAsStream("/moved/" + workflow + ".ts"))) {
			source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		deployed = TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source));
		Trigger trigger = deployed.workflows().get(0).trigger();
		Map<String, Object> whole = new LinkedHashMap<>(Map.of("domains", Map.of("kindeDomain", server.url("")),
				"application", Map.of("clientId", "app"), "user", Map.of("id", "kp_1")));
		whole.putAll(context);
		Claims before = Claims.none();
		for (TokenType token : trigger.tokens()) {
			before = before.and(token, Map.of("sub", "kp_1", "scope", List.of("read"), "old", true));
		}
		server.received().clear();
		return engine.run(engine.workflow(trigger).orElseThrow(),
				new Event(Map.of("ip", ip, "auth", Map.of("audience", List.of("api"), "scope", List.of("read"))), whole,
						secrets),
				before);
	}

	/** The requests that reached the stand-ins, but those for tokens. */
	private static List<String> calls() {
		return server.received()
			.stream()
			.map((call) -> call.method() + " " + call.uri() + (call.body().isEmpty() ? "" : " " + call.body()))
			.filter((call) -> !call.contains("/oauth2/token"))
			.toList();
	}

	@Test
	void claimsComeFromTheManagementApi() throws Exception {
		Outcome outcome = run("invoices", Map.of());
		assertThat(outcome.failure()).isEmpty();
		Map<String, Object> invoices = Map.of("customer", "cus_1", "rights", List.of(Map.of("id", "e1")), "contracts",
				List.of(Map.of("id", "a1")));
		assertThat(outcome.effects()).containsExactlyInAnyOrder(
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "invoices", invoices),
				new Effect.SetClaim(TokenType.ID_TOKEN, "invoices", invoices));
		assertThat(calls()).containsExactlyInAnyOrder("GET /api/v1/user?id=kp_1&expand=billing",
				"GET /api/v1/billing/entitlements?customer_id=cus_1",
				"GET /api/v1/billing/agreements?customer_id=cus_1");
		assertThat(deployed.warnings()).isEmpty();
	}

	@Test
	void aMachinesTokenNamesItsOrganization() throws Exception {
		assertThat(TestWorkflow.set(run("partner", Map.of())))
			.containsOnly(entry("partner", Map.of("code", "org_1", "name", "Acme")));
		assertThat(calls()).containsExactly("GET /api/v1/applications/app/properties",
				"GET /api/v1/organization?code=org_1");
	}

	@Test
	void attributesOfProvidersBecomeProperties() throws Exception {
		Map<String, Object> saml = Map.of("protocol", "saml", "provider", "okta", "data",
				Map.of("assertion",
						Map.of("attributeStatements",
								List.of(Map.of("attributes",
										List.of(Map.of("name", "memberOf", "values",
												List.of(Map.of("value", "a"), Map.of("value", "b"))),
												Map.of("name", "other", "values", List.of())))))));
		Map<String, Object> oidc = Map.of("protocol", "oauth2", "provider", "microsoft", "data",
				Map.of("idToken", Map.of("claims", Map.of("department", "sales", "sub", "1"))));
		assertThat(run("directory", Map.of("auth", Map.of("provider", saml))).failure()).isEmpty();
		assertThat(calls()).containsExactly("PATCH /api/v1/users/kp_1/properties {\"properties\":{\"teams\":\"a;b\"}}");
		assertThat(run("directory", Map.of("auth", Map.of("provider", oidc))).failure()).isEmpty();
		assertThat(calls())
			.containsExactly("PATCH /api/v1/users/kp_1/properties {\"properties\":{\"org_unit\":\"sales\"}}");
		assertThat(run("directory", Map.of("auth", Map.of())).failure()).isEmpty();
		assertThat(calls()).isEmpty();
	}

	@Test
	void aScoreIsAskedForKeptAndDecides() throws Exception {
		Outcome outcome = run("reputation", Map.of("auth", Map.of()));
		assertThat(outcome.effects()).containsExactly(new Effect.DenyAccess("Try from another network"));
		assertThat(calls()).containsExactly("GET /store/get/203.0.113.7", "GET /scores/check?address=203.0.113.7",
				"POST /store/set/203.0.113.7?EX=60 80");
		outcome = run("reputation", "203.0.113.8", Map.of("auth", Map.of()), Set.of());
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(calls()).containsExactly("GET /store/get/203.0.113.8");
	}

	@Test
	void aNewUserIsToldToAnotherSystem() throws Exception {
		assertThat(run("welcome", Map.of("auth", Map.of("isNewUserRecordCreated", true))).failure()).isEmpty();
		assertThat(calls()).containsExactly("GET /api/v1/user?id=kp_1",
				"POST /crm/contacts {\"properties\":{\"email\":\"ada@example.com\"}}");
	}

	@Test
	void theSecondFactorIsWaivedForAWhile() throws Exception {
		assertThat(run("factor", Map.of()).effects()).containsExactly(new Effect.SetMfaPolicy(MfaPolicy.SKIP));
		assertThat(run("factor", Map.of("user", Map.of("id", "kp_2"))).effects())
			.containsExactly(new Effect.SetMfaPolicy(MfaPolicy.REQUIRED));
	}

	@Test
	void anAddressOfNoUseIsRefused() throws Exception {
		assertThat(run("addresses", Map.of("user", Map.of("email", "a@gone.example"))).effects())
			.containsExactly(new Effect.DenyAccess("Use an address that stays"));
		assertThat(run("addresses", Map.of("user", Map.of("email", "a@example.com"))).effects()).isEmpty();
	}

	@Test
	void aUserMovesOverWithTheFirstPassword() throws Exception {
		Outcome outcome = run(
				"moving", "203.0.113.7", Map.of("auth", Map.of("providedEmail", "ada@example.com", "password",
						"correct horse", "hashedPassword", "{bcrypt}$2a$10$hash", "hasUserRecordInKinde", false)),
				Set.of("correct horse"));
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("Password set");
		assertThat(calls()).containsExactly(
				"POST /crm/logins {\"email\":\"ada@example.com\",\"password\":\"correct horse\"}",
				"POST /api/v1/user {\"profile\":{\"given_name\":\"Ada\"},\"identities\":[{\"type\":\"email\",\"is_verified\":true,"
						+ "\"details\":{\"email\":\"ada@example.com\"}}]}",
				"PUT /api/v1/users/kp_9/password {\"hashed_password\":\"{bcrypt}$2a$10$hash\"}");
	}

	@Test
	void aPlanIsRefusedWithReasons() throws Exception {
		assertThat(run("plans", Map.of("billing", Map.of("currentPlanCode", "team", "requestedPlanCode", "free")))
			.effects())
			.containsExactly(new Effect.DenyPlanSelection("From team to free takes two steps:",
					List.of("Remove seats", "Remove projects")));
	}

	@Test
	void aWorkflowOfTheFirstDaysRuns() throws Exception {
		server.answering("/", 200, "{}");
		Outcome outcome = run("alpha", Map.of());
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message).containsExactly("done { a: 1 }");
		assertThat(outcome.effects()).containsExactlyInAnyOrder(
				new Effect.SetClaim(TokenType.ID_TOKEN, "text", "one=1&two=2 is 42"),
				new Effect.RemoveClaim(TokenType.ID_TOKEN, "old"),
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "object", Map.of("inner", "kp_1")),
				new Effect.RemoveClaim(TokenType.ACCESS_TOKEN, "old"));
		assertThat(deployed.warnings()).isEmpty();
	}

}
