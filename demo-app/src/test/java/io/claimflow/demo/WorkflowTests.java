package io.claimflow.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.VariableSource;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.engine.LoadedProject;
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
			"BLOCKED_DOMAINS", "spam.example, blocked.example", "DISPOSABLE_DOMAINS", "disposable.example",
			"RISKY_NETWORKS", "203.0.113., 198.51.100.7");

	private static WorkflowEngine engine;

	private static LoadedProject project;

	@BeforeAll
	static void deploy() throws Exception {
		engine = WorkflowEngine.builder()
			.variables((name) -> Optional.ofNullable(VARIABLES.get(name))
				.map((value) -> new VariableSource.Variable(value, false)))
			.build();
		project = engine.load(engine.build(new ProjectReader(Limits.defaults(), WorkflowTests.class.getClassLoader())
			.read("classpath:workflows")));
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

	@Test
	void nobodySignsUpWithAnAddressThatDoesNotLast() {
		assertThat(signUp(Map.of("user", Map.of("email", "alice@mail.disposable.example"))).denial()).isPresent();
		assertThat(signUp(Map.of("user", Map.of("email", "alice@example.com"))).denial()).isEmpty();
		assertThat(signUp(Map.of()).status()).isEqualTo(Outcome.Status.COMPLETED);
	}

	@Test
	void nobodyIsCalledLikeTheStaff() {
		assertThat(newUsername("\uff21dmin of the day")).containsExactly("p_username");
		assertThat(newUsername("Adminah")).isEmpty();
	}

	@Test
	void aNewPasswordIsLongAndNotGuessedFirst() {
		assertThat(newPassword("seven-grey-geese")).isEmpty();
		assertThat(newPassword("grey-geese")).containsExactly("p_first_password");
		assertThat(newPassword("Seven-grey-Qwerty")).containsExactly("p_first_password");
		assertThat(newPassword("seven-grey-ALICES")).containsExactly("p_first_password");
	}

	@Test
	void aSignInByAProgramOrFromARiskyNetworkIsRefused() {
		assertThat(signIn("192.0.2.1", "Mozilla/5.0 (X11; Linux)").denial()).isEmpty();
		assertThat(signIn("192.0.2.1", "curl/8.5").denial()).isPresent();
		assertThat(signIn("203.0.113.9", "Mozilla/5.0 (X11; Linux)").denial()).isPresent();
		assertThat(signIn("198.51.100.7", "Mozilla/5.0 (X11; Linux)").denial()).isPresent();
	}

	private static Outcome signUp(Map<String, Object> context) {
		return run(Trigger.PRE_REGISTRATION, new Event(Map.of(), context), Claims.none());
	}

	private static List<String> newUsername(String username) {
		return invalidFields(run(Trigger.NEW_USERNAME_PROVIDED,
				new Event(Map.of(), Map.of("auth", Map.of("suppliedUsername", username))), Claims.none()));
	}

	private static List<String> newPassword(String password) {
		return invalidFields(run(Trigger.NEW_PASSWORD_PROVIDED,
				new Event(Map.of(), Map.of("auth", Map.of("firstPassword", password, "secondPassword", password),
						"user", Map.of("email", "alice@example.com"))),
				Claims.none()));
	}

	private static Outcome signIn(String ip, String userAgent) {
		return run(Trigger.POST_AUTHENTICATION, new Event(Map.of("ip", ip, "userAgent", userAgent), Map.of()),
				Claims.none());
	}

	private static List<String> invalidFields(Outcome outcome) {
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		return outcome.effects(Effect.InvalidateFormField.class)
			.stream()
			.map(Effect.InvalidateFormField::field)
			.toList();
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
		return engine.run(project.workflow(trigger).orElseThrow(), event, before);
	}

	private static Effect set(TokenType token, String claim, Object value) {
		return new Effect.SetClaim(token, claim, value);
	}

}
