package io.claimflow.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Environment;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the demo's workflows do.
 */
class WorkflowTests {

	private static final Map<String, String> VARIABLES = Map.of("ENVIRONMENT", "test", "DEFAULT_PLAN", "pro",
			"BLOCKED_DOMAINS", "spam.example, blocked.example");

	private static WorkflowEngine engine;

	@BeforeAll
	static void deploy() throws Exception {
		engine = WorkflowEngine.builder()
			.environment((name) -> Optional.ofNullable(VARIABLES.get(name))
				.map((value) -> new Environment.Variable(value, false)))
			.build();
		engine.deploy(
				new ProjectReader(Limits.defaults(), WorkflowTests.class.getClassLoader()).read("classpath:workflows"));
	}

	@AfterAll
	static void close() {
		engine.close();
	}

	@Test
	void aMachineThatMayWriteMayAlsoRead() {
		Outcome outcome = machineToken("write:users", "read:reports");

		assertThat(outcome.effects()).containsExactlyInAnyOrder(
				set(TokenType.M2M_TOKEN, "permissions", List.of("read:reports", "read:users", "write:users")),
				set(TokenType.M2M_TOKEN, "scope", "write:users read:reports"),
				set(TokenType.M2M_TOKEN, "environment", "test"), set(TokenType.M2M_TOKEN, "issued_for", "demo-m2m"));
	}

	@Test
	void aMachineWithoutScopesHasNoPermissions() {
		assertThat(machineToken().effects()).contains(set(TokenType.M2M_TOKEN, "permissions", List.of()))
			.doesNotHaveAnyElementsOfTypes(Effect.RemoveClaim.class, Effect.DenyAccess.class);
	}

	@Test
	void aUserGetsRolesInPlaceOfPermissionsAndAGreeting() {
		Outcome outcome = userTokens("ada@example.com", false);

		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.effects()).containsExactlyInAnyOrder(
				new Effect.RemoveClaim(TokenType.ACCESS_TOKEN, "permissions"),
				set(TokenType.ACCESS_TOKEN, "roles", List.of("viewer", "editor")),
				set(TokenType.ACCESS_TOKEN, "plan", "pro"),
				set(TokenType.ACCESS_TOKEN, "scope", "openid profile email"),
				set(TokenType.ID_TOKEN, "greeting", "Hello, Ada!"), set(TokenType.ID_TOKEN, "locale", "en-GB"));
	}

	@Test
	void aUserWhoIsSignedInAlreadyIsWelcomedBack() {
		assertThat(userTokens("ada@example.com", true).effects())
			.contains(set(TokenType.ID_TOKEN, "greeting", "Welcome back, Ada!"));
	}

	@Test
	void aUserOfABlockedDomainIsDenied() {
		assertThat(userTokens("somebody@mail.blocked.example", false).denial()).isPresent();
		assertThat(userTokens("somebody@notblocked.example", false).denial()).isEmpty();
	}

	private static Outcome machineToken(String... scopes) {
		Event event = new Event(Map.of("auth", Map.of("scope", List.of(scopes), "audience", List.of())),
				Map.of("application", Map.of("clientId", "demo-m2m")));
		return run(Trigger.M2M_TOKEN_GENERATION, event,
				Claims.of(TokenType.M2M_TOKEN, Map.of("sub", "demo-m2m", "scope", List.of(scopes))));
	}

	private static Outcome userTokens(String email, boolean existingSession) {
		Event event = new Event(Map.of(),
				Map.of("auth", Map.of("isExistingSession", existingSession), "user", Map.of("id", email)));
		Map<String, Object> accessToken = Map.of("sub", email, "scope", List.of("openid", "profile", "email"),
				"permissions", List.of("read:articles", "write:articles"));
		Map<String, Object> idToken = Map.of("sub", email, "email", email, "name", "Ada", "locale", "en_GB");
		return run(Trigger.USER_TOKENS_GENERATION, event,
				Claims.of(TokenType.ACCESS_TOKEN, accessToken).and(TokenType.ID_TOKEN, idToken));
	}

	private static Outcome run(Trigger trigger, Event event, Claims before) {
		return engine.run(engine.workflow(trigger).orElseThrow(), event, before);
	}

	private static Effect set(TokenType token, String claim, Object value) {
		return new Effect.SetClaim(token, claim, value);
	}

}
