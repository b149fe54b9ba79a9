package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the effects that a run asks for: their order, their bounds, and what is
 * left of them after a denial or a failure.
 */
class EffectTests {

	/** Permits whatever there is, so that effects of every kind meet in one run. */
	private static final Trigger ANYTHING = new Trigger("test:anything", Set.of(TokenType.M2M_TOKEN),
			Set.of(Effect.DenyAccess.class, Effect.InvalidateFormField.class, Effect.SetMfaPolicy.class,
					Effect.DenyPlanSelection.class, Effect.DenyPlanCancellation.class));

	private static final LiveEngine ENGINE = TestWorkflow
		.engine(Limits.builder().deadline(Duration.ofSeconds(20)).build(), ANYTHING);

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Outcome run(String body) {
		return run(ENGINE, "stop", body);
	}

	private static Outcome run(LiveEngine engine, String policy, String body) {
		return TestWorkflow.runSource(engine,
				"""
						import * as lib from "@kinde/infrastructure";
						const { denyAccess, denyPlanCancellation, denyPlanSelection, getEnvironmentVariable, invalidateFormField,
						    m2mTokenClaims, setEnforcementPolicy } = lib as any;
						export const workflowSettings = {
						  id: "test", trigger: "test:anything", failurePolicy: { action: "%s" },
						  bindings: { "kinde.m2mToken": {}, "kinde.env": {}, "kinde.auth": {}, "kinde.widget": {}, "kinde.mfa": {},
						    "kinde.plan": {} },
						};
						export default async function (event: any) {
						%s
						}
						"""
					.formatted(policy, body),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	private static Effect.InvalidateFormField error(String field, String message) {
		return new Effect.InvalidateFormField(field, message);
	}

	@Test
	void effectsStayInOrderWithClaimsLast() {
		Outcome outcome = run("""
				m2mTokenClaims().a = 1;
				invalidateFormField("one", "x");
				setEnforcementPolicy("skip");
				invalidateFormField("two", "y");
				""");
		assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
		assertThat(outcome.effects()).containsExactly(error("one", "x"), new Effect.SetMfaPolicy(MfaPolicy.SKIP),
				error("two", "y"), new Effect.SetClaim(TokenType.M2M_TOKEN, "a", 1));
	}

	@Test
	void aFieldKeepsEachOfItsMessagesOnce() {
		assertThat(run("""
				invalidateFormField("one", "x");
				invalidateFormField("one", "y");
				invalidateFormField("two", "x");
				invalidateFormField("one", "x");
				""").effects()).containsExactly(error("one", "x"), error("one", "y"), error("two", "x"));
	}

	@Test
	void theLastMfaPolicyCounts() {
		assertThat(run("setEnforcementPolicy('skip'); setEnforcementPolicy('required');").effects())
			.containsExactly(new Effect.SetMfaPolicy(MfaPolicy.REQUIRED));
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('no')", "denyPlanSelection('no', ['a'])", "denyPlanCancellation('no')" })
	void aDenialDropsEveryOtherEffectAndStands(String denial) {
		String others = "m2mTokenClaims().a = 1; invalidateFormField('f', 'x'); setEnforcementPolicy('skip');";
		for (String body : List.of(others + denial, denial + ";" + others, denial + ";" + denial.replace("no", "again"),
				others + denial + "; throw new Error('x')", denial + "; await new Promise(() => {})")) {
			Outcome outcome = run(ENGINE, "continue", body);
			assertThat(outcome.status()).isEqualTo(Outcome.Status.DENIED);
			assertThat(outcome.effects()).singleElement()
				.isIn(new Effect.DenyAccess("no"), new Effect.DenyPlanSelection("no", List.of("a")),
						new Effect.DenyPlanCancellation("no"));
		}
	}

	@Test
	void denialsOfDifferentKindsAreAllKept() {
		assertThat(run("denyPlanSelection('plan'); denyAccess('access');").effects())
			.containsExactly(new Effect.DenyPlanSelection("plan", List.of()), new Effect.DenyAccess("access"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "throw new Error('x')", "await new Promise(() => {})",
			"kinde.m2mToken.setCustomClaim('x', 1n)", "m2mTokenClaims().big = 'x'.repeat(20_000)" })
	void afterAFailureErrorsOfFieldsAreKeptAndAllElseIsNot(String failure) {
		for (String policy : List.of("stop", "continue")) {
			Outcome outcome = run(ENGINE, policy, """
					m2mTokenClaims().a = 1;
					invalidateFormField("f", "x");
					setEnforcementPolicy("skip");
					""" + failure);
			assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
			assertThat(outcome.effects()).containsExactly(error("f", "x"));
		}
	}

	@Test
	void afterADeadlineErrorsOfFieldsAreKept() {
		try (LiveEngine engine = TestWorkflow.engine(Limits.builder()
			.deadline(Duration.ofSeconds(2))
			.cpuTime(Duration.ofMinutes(1))
			.statements(Long.MAX_VALUE)
			.allocatedBytes(Long.MAX_VALUE)
			.build(), ANYTHING)) {
			engine.warmUp(1);
			Outcome outcome = run(engine, "continue",
					"invalidateFormField('f', 'x'); setEnforcementPolicy('skip'); for (;;);");
			assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
			assertThat(outcome.effects()).containsExactly(error("f", "x"));
		}
	}

	@Test
	void effectsBeyondTheBoundAreDroppedWithAWarning() {
		Outcome outcome = run("for (let i = 0; i < 1000; i++) invalidateFormField('f' + i, 'x');");
		assertThat(outcome.effects())
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj((i) -> error("f" + i, "x")).toList());
		assertThat(outcome.warnings()).extracting(Warning::kind).containsExactly(Warning.Kind.EFFECT_LIMIT);
	}

	@Test
	void aDenialCountsHoweverManyEffectsThereAre() {
		assertThat(run("for (let i = 0; i < 1000; i++) invalidateFormField('f' + i, 'x'); denyAccess('no');").denial())
			.isPresent();
	}

	@Test
	void longTextsAndListsAreCut() {
		assertThat(run("invalidateFormField('f', 'x'.repeat(5000));").effects(Effect.InvalidateFormField.class))
			.singleElement()
			.satisfies((error) -> assertThat(error.message()).hasSize(1002).endsWith(" …"));
		assertThat(run("denyAccess('x'.repeat(5000));").denial())
			.hasValueSatisfying((denial) -> assertThat(denial.reason()).hasSize(1002));
		assertThat(run("denyPlanSelection('no', Array(1000).fill('x'));").effects(Effect.DenyPlanSelection.class))
			.singleElement()
			.satisfies((denial) -> assertThat(denial.reasons()).hasSize(100));
	}

	@ParameterizedTest
	@ValueSource(strings = { "denyAccess('hush' + key)", "invalidateFormField('f', 'hush' + key)",
			"invalidateFormField('f' + key, 'hush')", "denyPlanSelection('hush' + key)",
			"denyPlanSelection('hush', [key])", "denyPlanCancellation('hush' + key)",
			"invalidateFormField('f', 'hush' + 'x'.repeat(992) + key)" })
	void aSecretIsMaskedWhereverItStandsAndNoTextFormShowsTheWords(String code) {
		Outcome outcome = run("const key = getEnvironmentVariable('API_KEY').value; " + code);
		assertThat(outcome.effects()).singleElement().satisfies((effect) -> {
			assertThat(parts(effect)).contains("***").doesNotContain("s3c");
			assertThat(effect.toString()).doesNotContain("hush", "s3cr3t");
		});
	}

	private static String parts(Effect effect) {
		return List.of(effect.getClass().getRecordComponents()).stream().map((component) -> {
			try {
				return String.valueOf(component.getAccessor().invoke(effect));
			}
			catch (ReflectiveOperationException ex) {
				throw new IllegalStateException(ex);
			}
		}).collect(Collectors.joining(" "));
	}

}
