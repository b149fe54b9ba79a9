package io.claimflow.binding;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.LogLine;
import io.claimflow.Limits;
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kinde.widget}, {@code kinde.mfa}, {@code kinde.plan} and
 * {@code kinde.localization}, on the triggers that they belong to, used directly and
 * through {@code @kinde/infrastructure}.
 */
class SignInBindingTests {

	private static final LiveEngine ENGINE = new LiveEngine(WorkflowEngine.builder()
		.limits(Limits.builder().deadline(Duration.ofSeconds(20)).build())
		.localization(
				() -> (key) -> Optional.ofNullable(Map.of("heading", "Wilkommen, \"Gäste\" 👋", "empty", "").get(key)))
		.build());

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Outcome run(String trigger, String binding, String body) {
		return TestWorkflow.runSource(ENGINE, """
				import * as infrastructure from "@kinde/infrastructure";
				const lib: any = infrastructure;
				declare const kinde: any;
				export const workflowSettings = { id: "test", trigger: "%s", bindings: { "%s": {} } };
				export default async function (event: any) {
				%s
				}
				""".formatted(trigger, binding, body), Claims.none());
	}

	private static List<Effect> effects(String trigger, String binding, String body) {
		Outcome outcome = run(trigger, binding, body);
		assertThat(outcome.failure()).isEmpty();
		return outcome.effects();
	}

	private static String failure(String trigger, String binding, String body) {
		Outcome outcome = run(trigger, binding, body);
		assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
		assertThat(outcome.effects()).isEmpty();
		return outcome.failure().orElseThrow().message();
	}

	@ParameterizedTest
	@CsvSource({ "user:existing_password_provided, p_password", "user:new_password_provided, p_first_password",
			"user:new_password_provided, p_password_1", "user:new_username_provided, p_username" })
	void aFieldIsInvalidated(String trigger, String field) {
		for (String call : List.of("lib.invalidateFormField", "kinde.widget.invalidateFormField")) {
			assertThat(effects(trigger, "kinde.widget", call + "('" + field + "', 'Is \"short\" 👎\\n');"))
				.containsExactly(new Effect.InvalidateFormField(field, "Is \"short\" 👎\n"));
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"f"             | ''
			"f", undefined  | ''
			"f", null       | ''
			"f", 5          | 5
			"f", ["a", "b"] | a,b
			""")
	void theMessageBecomesText(String arguments, String message) {
		assertThat(effects("user:new_username_provided", "kinde.widget",
				"kinde.widget.invalidateFormField(" + arguments + ");"))
			.containsExactly(new Effect.InvalidateFormField("f", message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "undefined, 'no'", "'', 'no'", "5, 'no'", "null", "{}" })
	void aFieldHasAName(String arguments) {
		assertThat(failure("user:new_username_provided", "kinde.widget",
				"kinde.widget.invalidateFormField(" + arguments + ");"))
			.isEqualTo(
					"TypeError: invalidateFormField takes the name of a field, such as \"p_password\", and a message");
	}

	@ParameterizedTest
	@CsvSource({ "required, REQUIRED", "skip, SKIP" })
	void theMfaPolicyIsSet(String name, MfaPolicy policy) {
		for (String call : List.of("lib.setEnforcementPolicy", "kinde.mfa.setEnforcementPolicy")) {
			assertThat(effects("user:pre_mfa", "kinde.mfa", call + "('" + name + "');"))
				.containsExactly(new Effect.SetMfaPolicy(policy));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "'off'", "'Skip'", "undefined", "null", "['skip', 1]", "{}" })
	void noOtherMfaPolicyIsTakenForOne(String argument) {
		assertThat(failure("user:pre_mfa", "kinde.mfa",
				"kinde.mfa.setEnforcementPolicy('skip'); kinde.mfa.setEnforcementPolicy(" + argument + ");"))
			.isEqualTo("Error: setEnforcementPolicy takes \"required\" or \"skip\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"No seats"                  |
			"No seats", []              |
			"No seats", undefined       |
			"No seats", null            |
			"No seats", ["a", "b"]      | a,b
			"No seats", ["a", 5, null]  | a,5,null
			"No seats", "a"             | a
			""")
	void aPlanSelectionIsDeniedWithReasons(String arguments, String reasons) {
		List<String> expected = (reasons != null) ? List.of(reasons.split(",")) : List.of();
		for (String call : List.of("lib.denyPlanSelection", "kinde.plan.denySelection")) {
			Outcome outcome = run("user:plan_selection", "kinde.plan", call + "(" + arguments + ");");
			assertThat(outcome.status()).isEqualTo(Outcome.Status.DENIED);
			assertThat(outcome.effects()).containsExactly(new Effect.DenyPlanSelection("No seats", expected));
		}
	}

	@Test
	void aPlanCancellationIsDenied() {
		for (String call : List.of("lib.denyPlanCancellation", "kinde.plan.denyCancellation")) {
			Outcome outcome = run("user:plan_cancellation_request", "kinde.plan", call + "('Pay first');");
			assertThat(outcome.status()).isEqualTo(Outcome.Status.DENIED);
			assertThat(outcome.effects()).containsExactly(new Effect.DenyPlanCancellation("Pay first"));
		}
	}

	@Test
	void aDenialOfTheWrongThingIsAnErrorAndNoDenial() {
		assertThat(failure("user:plan_cancellation_request", "kinde.plan", "lib.denyPlanSelection('no');")).isEqualTo(
				"Error: The trigger \"user:plan_cancellation_request\" does not permit DenyPlanSelection; it permits DenyPlanCancellation");
		assertThat(failure("user:plan_selection", "kinde.plan", "lib.denyPlanCancellation('no');")).isEqualTo(
				"Error: The trigger \"user:plan_selection\" does not permit DenyPlanCancellation; it permits DenyPlanSelection");
	}

	@ParameterizedTest
	@ValueSource(strings = { "user:post_authentication", "m2m:token_generation", "user:plan_selection" })
	void aTextIsReadInAnyWorkflow(String trigger) {
		assertThat(run(trigger, "kinde.localization", """
				console.log(lib.getLocalization("heading"));
				console.log(kinde.localization.get("heading") === lib.getLocalization("heading"));
				console.log(lib.getLocalization("none") === undefined, lib.getLocalization("empty") === "");
				""").log()).extracting(LogLine::message)
			.containsExactly("Wilkommen, \"Gäste\" 👋", "true", "true true");
	}

	@Test
	void aServerWithoutTextsHasNone() {
		assertThat(TestWorkflow.runSource("""
				import { getLocalization } from "@kinde/infrastructure";
				export const workflowSettings = {
				  id: "test", trigger: "user:pre_mfa", bindings: { "kinde.localization": {} } };
				export default function () { console.log(getLocalization("heading") ?? "none"); }
				""", Claims.none()).log()).extracting(LogLine::message).containsExactly("none");
	}

}
