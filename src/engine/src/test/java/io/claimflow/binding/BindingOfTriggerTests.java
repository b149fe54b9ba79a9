package io.claimflow.binding;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Claims;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which binding has a meaning for which trigger. One that has none is a warning with its
 * place, and is not there.
 */
class BindingOfTriggerTests {

	private static final LiveEngine ENGINE = TestWorkflow.engine(Limits.defaults());

	/** The triggers of each binding that does not suit them all. */
	private static final Map<String, List<Trigger>> SUITED = Map.of("kinde.accessToken",
			List.of(Trigger.USER_TOKENS_GENERATION), "kinde.idToken", List.of(Trigger.USER_TOKENS_GENERATION),
			"kinde.m2mToken", List.of(Trigger.M2M_TOKEN_GENERATION), "kinde.auth",
			List.of(Trigger.USER_TOKENS_GENERATION, Trigger.M2M_TOKEN_GENERATION, Trigger.POST_AUTHENTICATION,
					Trigger.PRE_REGISTRATION, Trigger.EXISTING_PASSWORD_PROVIDED, Trigger.NEW_PASSWORD_PROVIDED,
					Trigger.NEW_USERNAME_PROVIDED, Trigger.PRE_MFA),
			"kinde.widget",
			List.of(Trigger.EXISTING_PASSWORD_PROVIDED, Trigger.NEW_PASSWORD_PROVIDED, Trigger.NEW_USERNAME_PROVIDED),
			"kinde.mfa", List.of(Trigger.PRE_MFA), "kinde.plan",
			List.of(Trigger.PLAN_SELECTION, Trigger.PLAN_CANCELLATION_REQUEST));

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	static List<Trigger> triggers() {
		return Trigger.builtIn();
	}

	@ParameterizedTest
	@MethodSource("triggers")
	void aBindingWithoutMeaningIsAWarningWithItsPlace(Trigger trigger) {
		List<String> names = Bindings.names().toList();
		String source = "export const workflowSettings = { id: \"x\", trigger: \"" + trigger.id() + "\", bindings: {\n"
				+ names.stream().map((name) -> "  \"" + name + "\": {},\n").collect(Collectors.joining())
				+ "} };\nexport default function () { console.log(Object.keys((globalThis as any).kinde).sort().join()); }";
		LiveEngine.Deployment deployment = TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, source));
		Map<Integer, String> warnings = new TreeMap<>();
		for (Problem warning : deployment.warnings()) {
			warnings.put(warning.location().line(), warning.message() + " / " + warning.action());
		}
		Map<Integer, String> expected = new TreeMap<>();
		for (String name : names) {
			if (!SUITED.getOrDefault(name, List.of(trigger)).contains(trigger)) {
				expected.put(names.indexOf(name) + 2, "The binding \"" + name + "\" has no meaning for \"" + trigger
						+ "\" / It is ignored; remove it.");
			}
		}
		assertThat(warnings).isNotEmpty().isEqualTo(expected);
		assertThat(ENGINE.run(ENGINE.workflow(trigger).orElseThrow(), TestWorkflow.event(), Claims.none()).log())
			.extracting(LogLine::message)
			.containsExactly(names.stream()
				.filter((name) -> name.startsWith("kinde."))
				.filter((name) -> SUITED.getOrDefault(name, List.of(trigger)).contains(trigger))
				.map((name) -> name.substring("kinde.".length()))
				.sorted()
				.collect(Collectors.joining(",")));
	}

	@Test
	void everyBindingIsOneOfThese() {
		assertThat(new TreeSet<>(Bindings.names().toList())).isEqualTo(
				Stream
					.concat(SUITED.keySet().stream(),
							Stream.of("console", "kinde.cache", "kinde.env", "kinde.fetch", "kinde.secureFetch",
									"kinde.localization", "url", "util"))
					.collect(Collectors.toCollection(TreeSet::new)));
	}

}
