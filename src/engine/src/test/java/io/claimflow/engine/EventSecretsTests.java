package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for events with a password.
 */
class EventSecretsTests {

	private static final WorkflowEngine ENGINE = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofSeconds(20)).build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Event event(String password) {
		return new Event(Map.of("ip", "203.0.113.7"),
				Map.of("auth", Map.of("password", password, "attempts", 3, "all", List.of(password, "other"))),
				Set.of(password));
	}

	private static Outcome run(String password, String body) {
		String source = """
				import { denyAccess, invalidateFormField } from "@kinde/infrastructure";
				export const workflowSettings = { id: "test", trigger: "user:existing_password_provided",
				  bindings: { "kinde.auth": {}, "kinde.widget": {} } };
				export default function (event: any) {
				  const { password } = event.context.auth;
				  %s
				}
				""".formatted(body);
		TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, source));
		return ENGINE.run(ENGINE.workflow(Trigger.EXISTING_PASSWORD_PROVIDED).orElseThrow(), event(password),
				Claims.none());
	}

	@Test
	void theWorkflowSeesThePasswordAndTheOutcomeDoesNot() {
		Outcome outcome = run("sw0rdfish", """
				console.log(password === "sw0rd" + "fish", password, event);
				invalidateFormField("p_password", "Not " + password);
				throw new Error("refused " + password);
				""");
		assertThat(outcome.log()).extracting(LogLine::message)
			.singleElement()
			.asString()
			.startsWith("true ****** ")
			.doesNotContain("sw0rd");
		assertThat(outcome.failure().orElseThrow().message()).isEqualTo("Error: refused ******");
		assertThat(outcome.effects()).containsExactly(new Effect.InvalidateFormField("p_password", "Not ******"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "password", "p_password", "word" })
	void aFieldKeepsItsNameWhateverThePasswordIs(String password) {
		assertThat(run(password, "invalidateFormField('p_password', 'no'); invalidateFormField(password, 'no');")
			.effects(Effect.InvalidateFormField.class)).extracting(Effect.InvalidateFormField::field)
			.contains("p_password");
	}

	@ParameterizedTest
	@CsvSource({ "a, Choose another", "12, At least 120 characters" })
	void aPasswordOfAFewCharactersIsMaskedWhereItStandsAlone(String password, String message) {
		Outcome outcome = run(password, "denyAccess('" + message + "'); console.log(password, { password });");
		assertThat(outcome.denial().orElseThrow().reason()).isEqualTo(message);
		assertThat(outcome.log().get(0).message()).isEqualTo("****** { password: '******' }");
	}

	@Test
	void anEventThatIsShownHasItsSecretsMasked() {
		Event masked = event("sw0rdfish").masked();
		assertThat(masked.request()).isEqualTo(Map.of("ip", "203.0.113.7"));
		assertThat(masked.context())
			.isEqualTo(Map.of("auth", Map.of("password", "******", "attempts", 3, "all", List.of("******", "other"))));
		assertThat(masked.secrets()).isEmpty();
		assertThat(event("sw0rdfish").toString()).isEqualTo("Event[request=[ip], context=[auth]]");
	}

	@Test
	void aRunHasABoundedNumberOfSecrets() {
		Outcome outcome = run("sw0rdfish", """
				return (async () => {
				  for (let i = 0; i < 100; i++) {
				    const onMissingOrExpired = () => "token " + i;
				    await kinde.cache.jwtToken("name", { onMissingOrExpired }).catch((error: any) => {
				      if (error.message.includes("100 tokens and secrets")) throw i;
				    });
				  }
				})();
				""");
		assertThat(outcome.failure().orElseThrow().message()).isEqualTo("99");
	}

	@Test
	void aSecretThatIsCutInHalfIsNotSaid() {
		String password = "sw0rdfish-".repeat(20);
		for (int before : new int[] { 795, 900, 990, 999, 1500 }) {
			Outcome outcome = run(password,
					"denyAccess('x'.repeat(%d) + password + 'y'.repeat(5000));".formatted(before));
			assertThat(((Effect.DenyAccess) outcome.effects().get(0)).reason()).hasSizeLessThan(1010)
				.contains("x".repeat(700))
				.doesNotContain("sw0rd");
		}
	}

}
