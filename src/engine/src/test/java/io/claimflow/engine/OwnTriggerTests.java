package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Triggers that an application declares beside those of Kinde.
 */
class OwnTriggerTests {

	private static final Trigger ORDER_PLACED = new Trigger("shop:order_placed", Set.of(TokenType.ACCESS_TOKEN),
			Set.of(Effect.DenyAccess.class, Effect.InvalidateFormField.class));

	private static final Trigger ORDER_PAID = new Trigger("shop:order_paid", Set.of(), Set.of());

	private static final LiveEngine ENGINE = TestWorkflow.engine(
			Limits.builder().deadline(Duration.ofSeconds(20)).build(), ORDER_PLACED, ORDER_PAID,
			Trigger.PLAN_SELECTION);

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static Project project(String trigger, String bindings, String body) {
		return TestWorkflow.project(TestWorkflow.FILE, """
				declare const kinde: any;
				export const workflowSettings = { id: "test", trigger: "%s", bindings: { %s } };
				export default function (event: any) {
				%s
				}
				""".formatted(trigger, bindings, body));
	}

	@Test
	void aWorkflowBindsToItAndHasTheEffectsThatItPermits() {
		LiveEngine.Deployment deployment = TestWorkflow.deploy(ENGINE, project("shop:order_placed",
				"'kinde.auth': {}, 'kinde.widget': {}, 'kinde.accessToken': {}",
				"""
						if (event.request.total > 100) kinde.auth.denyAccess(`${event.context.user.id} is over the limit`);
						kinde.widget.invalidateFormField("total", event.context.workflow.trigger);
						kinde.accessToken.setCustomClaim("total", event.request.total);
						"""));
		assertThat(deployment.warnings()).isEmpty();
		assertThat(place(5).effects()).containsExactly(new Effect.InvalidateFormField("total", "shop:order_placed"),
				new Effect.SetClaim(TokenType.ACCESS_TOKEN, "total", 5));
		assertThat(place(500).denial()).contains(new Effect.DenyAccess("alice@example.com is over the limit"));
	}

	private static Outcome place(int total) {
		return ENGINE.run(ENGINE.workflow(ORDER_PLACED).orElseThrow(),
				new Event(Map.of("total", total), Map.of("user", Map.of("id", "alice@example.com"))),
				Claims.of(TokenType.ACCESS_TOKEN, Map.of()));
	}

	@Test
	void whatItDoesNotPermitIsAWarningAndNotThere() {
		LiveEngine.Deployment deployment = TestWorkflow.deploy(ENGINE, project("shop:order_paid",
				"'kinde.auth': {}, 'kinde.mfa': {}, 'kinde.env': {}", "if (kinde.auth || kinde.mfa) throw 1;"));
		assertThat(deployment.warnings()).extracting(Problem::message)
			.containsExactly("The binding \"kinde.auth\" has no meaning for \"shop:order_paid\"",
					"The binding \"kinde.mfa\" has no meaning for \"shop:order_paid\"");
		assertThat(ENGINE.run(ENGINE.workflow(ORDER_PAID).orElseThrow(), TestWorkflow.event(), Claims.none()).status())
			.isEqualTo(Outcome.Status.COMPLETED);
	}

	@Test
	void aMisspelledOneIsSuggested() {
		assertThat(problem(ENGINE, "shop:order_plced")).extracting(Problem::message, Problem::action)
			.containsExactly("Unknown trigger \"shop:order_plced\"", "Did you mean \"shop:order_placed\"?");
	}

	@Test
	void anUnknownOneShowsThemAll() {
		assertThat(problem(ENGINE, "zzzzzzzzzzzzzzzzzzz").action()).startsWith("Write one of: user:tokens_generation, ")
			.endsWith("user:plan_cancellation_request, shop:order_paid, shop:order_placed");
	}

	@Test
	void oneThatAnotherEngineDeclaresIsUnknownHere() {
		try (LiveEngine other = TestWorkflow.engine(Limits.defaults())) {
			assertThat(problem(other, "shop:order_placed").message())
				.isEqualTo("Unknown trigger \"shop:order_placed\"");
		}
	}

	@Test
	void aBuiltInOneThatNothingFiresNamesThoseThatAreFired() {
		assertThat(problem(ENGINE, "user:pre_mfa")).extracting(Problem::message, Problem::action)
			.containsExactly("Nothing in this server fires the trigger \"user:pre_mfa\"",
					"Remove the workflow: it would never run. The server fires shop:order_paid, shop:order_placed, "
							+ "user:plan_selection.");
	}

	private static Problem problem(LiveEngine engine, String trigger) {
		InvalidProjectException thrown = catchThrowableOfType(InvalidProjectException.class,
				() -> engine.deploy(project(trigger, "", "")));
		assertThat(thrown.problems()).hasSize(1);
		Problem problem = thrown.problems().get(0);
		assertThat(problem.location()).hasToString(TestWorkflow.FILE + ":2:56");
		return problem;
	}

	@Test
	void theMisspellingThatKindeAcceptsCanBeATriggerOfItsOwn() {
		Trigger own = new Trigger("m2m:tokens_generation", Set.of(), Set.of());
		try (LiveEngine engine = TestWorkflow.engine(Limits.defaults(), own)) {
			LiveEngine.Deployment deployment = TestWorkflow.deploy(engine, project(own.id(), "", ""));
			assertThat(deployment.warnings()).isEmpty();
			assertThat(deployment.workflow(own)).isPresent();
		}
	}

	@Test
	void theIdentifierOfABuiltInTriggerIsTaken() {
		Trigger trigger = new Trigger("user:pre_mfa", Set.of(), Set.of(Effect.DenyAccess.class));
		assertThatIllegalArgumentException().isThrownBy(() -> WorkflowEngine.builder().triggers(Set.of(trigger)))
			.withMessage(
					"There is a built-in trigger \"user:pre_mfa\"; fire that one, or give yours another identifier");
	}

	@Test
	void anIdentifierNamesOneTrigger() {
		Trigger other = new Trigger(ORDER_PAID.id(), Set.of(), Set.of(Effect.DenyAccess.class));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WorkflowEngine.builder().triggers(Set.of(ORDER_PAID, other)))
			.withMessage("Two different triggers are called \"shop:order_paid\"; give one of them another identifier");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "ä", "a\nb", "a/b", "\"", "{x}" })
	void anIdentifierIsAPlainWord(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Trigger(id, Set.of(), Set.of()))
			.withMessage("\"" + id + "\" is no identifier of a trigger; "
					+ "write 1 to 200 letters, digits and _ . : - like acme:order_placed");
		assertThatIllegalArgumentException().isThrownBy(() -> new Trigger("x".repeat(201), Set.of(), Set.of()));
		assertThat(new Trigger("x".repeat(200), Set.of(), Set.of()).toString()).hasSize(200);
	}

	@Test
	void claimsArePermittedByNamingTokens() {
		for (Class<? extends Effect> effect : List.of(Effect.SetClaim.class, Effect.RemoveClaim.class, Effect.class,
				Effect.Denial.class)) {
			assertThatIllegalArgumentException().isThrownBy(() -> new Trigger("shop:x", Set.of(), Set.of(effect)))
				.withMessage("The trigger \"shop:x\" cannot permit " + effect.getSimpleName()
						+ " as an effect; name concrete ones, and for claims the tokens that carry them");
		}
	}

}
