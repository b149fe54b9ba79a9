package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.OnDemand;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.watch.ThreadUse;
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

	private static final LiveEngine ENGINE = TestWorkflow
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

	private static String source(String body) {
		return """
				import { denyAccess, invalidateFormField } from "@kinde/infrastructure";
				export const workflowSettings = { id: "test", trigger: "user:existing_password_provided",
				  bindings: { "kinde.auth": {}, "kinde.widget": {} } };
				export default function (event: any) {
				  const { password } = event.context.auth;
				  %s
				}
				""".formatted(body);
	}

	private static void deploy(String body) {
		TestWorkflow.deploy(ENGINE, TestWorkflow.project(TestWorkflow.FILE, source(body)));
	}

	private static Outcome run(String password, String body) {
		deploy(body);
		return ENGINE.run(ENGINE.workflow(Trigger.EXISTING_PASSWORD_PROVIDED).orElseThrow(), event(password),
				Claims.none());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					existing | console.log(event.context.workflow.trigger); | user:existing_password_provided
					user     | console.log(event.context.workflow.trigger); | user:existing_password_provided
					example  | console.log("https://example.com/" + event.context.auth.attempts); | https://example.com/3
					example  | console.log(`to https://example.com/${1}`, password);              | to https://example.com/1 ******
					plan     | console.log("no plan", { planned: password, plans: 1 });           | no plan { planned: '******', plans: 1 }
					abcdef   | console.log("xabc" + "defx", password);                            | xabcdefx ******
					abcdef   | console.log("is " + password + ".");                               | is ******.
					password | console.log(password, "of", { password, all: [password] });            | ****** of { password: '******', all: [ '******' ] }
					context  | console.log("in context: %s", password, event.context.auth.all);  | in context: ****** [ '******', 'other' ]
					event    | console.log(password);                                             | ******
					guest    | console.log(password, "guest"); console.log("a guest");            | guest guest;a guest
					stranger | const role = "stranger"; console.log(role, { role });              | stranger { role: 'stranger' }
					context  | console.log({ context: 1 }, "the context");                        | { context: 1 } the context
					sunny-42 | console.log("is " + password + "!", "sun" + "ny-42");              | is ******! ******
					""")
	void aPasswordThatIsAWordIsMaskedWhereItStandsAloneAndInNoKnownText(String password, String body, String logged) {
		assertThat(run(password, body).log()).extracting(LogLine::message).containsExactly(logged.split(";"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "event", "context", "password", "auth" })
	void aReasonThatIsThePasswordIsMaskedThoughItIsANameOfTheSource(String password) {
		assertThat(run(password, "denyAccess(password);").denial().orElseThrow().reason()).isEqualTo("******");
	}

	@Test
	void theSourceThatAFailureShowsIsAsItIsWhateverThePassword() {
		Failure failure = run("password", "throw new Error('no');").failure().orElseThrow();
		assertThat(failure.excerpt())
			.anySatisfy((line) -> assertThat(line).contains("const { password } = event.context.auth;"));
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

	private static Outcome run(Supplier<Optional<String>> hash, String body) {
		deploy(body);
		Event event = new Event(Map.of(),
				Map.of("auth", Map.of("password", "sw0rdfish", "hash", new OnDemand(hash), "attempts", 3)),
				Set.of("sw0rdfish"));
		assertThat(event.masked().context())
			.isEqualTo(Map.of("auth", Map.of("password", "******", "hash", "******", "attempts", 3)));
		return ENGINE.run(ENGINE.workflow(Trigger.EXISTING_PASSWORD_PROVIDED).orElseThrow(), event, Claims.none());
	}

	@Test
	void whatIsMadeOnDemandIsMadeOnceAndMasked() {
		AtomicInteger made = new AtomicInteger();
		Supplier<Optional<String>> hash = () -> Optional.of("{bcrypt}$2a$10$" + made.incrementAndGet());
		Outcome outcome = run(hash, """
				const { auth } = event.context;
				console.log(Object.keys(auth).sort().join(), "hash" in auth);
				console.log(auth.hash, auth.hash === JSON.parse(JSON.stringify(event)).context.auth.hash);
				console.log({ ...auth }.hash);
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log()).extracting(LogLine::message)
			.containsExactly("attempts,hash,password true", "****** true", "******");
		assertThat(made).hasValue(1);
	}

	@Test
	void whatNobodyReadsIsNotMade() {
		AtomicInteger made = new AtomicInteger();
		Outcome outcome = run(() -> Optional.of("hash " + made.incrementAndGet()), """
				console.log(event.context.auth.attempts, event);
				event.context.auth.hash = "another";
				console.log(event.context.auth.hash);
				""");
		assertThat(outcome.failure()).isEmpty();
		assertThat(outcome.log().get(1).message()).isEqualTo("another");
		assertThat(made).hasValue(0);
	}

	@Test
	void whatThereIsNotIsUndefined() {
		Outcome outcome = run(Optional::empty,
				"console.log(event.context.auth.hash, JSON.stringify(event.context.auth));");
		assertThat(outcome.log()).extracting(LogLine::message)
			.singleElement()
			.asString()
			.startsWith("undefined {")
			.doesNotContain("hash");
	}

	@Test
	void whatCannotBeMadeIsAnErrorThatSaysNoMore() {
		Outcome outcome = run(() -> {
			throw new IllegalStateException("The encoder is away");
		}, "event.context.auth.hash;");
		assertThat(outcome.failure().orElseThrow().message())
			.isEqualTo("Error: event.context.auth.hash could not be looked up: the server's log has the reason");
		assertThat(outcome.failure().orElseThrow().location()).isPresent();
	}

	@Test
	void makingItDoesNotCountAsComputing() {
		try (LiveEngine engine = TestWorkflow
			.engine(Limits.builder().deadline(Duration.ofSeconds(20)).cpuTime(Duration.ofMillis(400)).build())) {
			engine.warmUp(10);
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, source("event.context.auth.hash;")));
			Event event = new Event(Map.of(), Map.of("auth", Map.of("password", "x", "hash", new OnDemand(() -> {
				ThreadUse use = ThreadUse.ofCurrentThread();
				while (use.cpuNanos() < Duration.ofSeconds(1).toNanos()) {
					Thread.onSpinWait();
				}
				return Optional.of("hash");
			}))));
			assertThat(
					engine.run(engine.workflow(Trigger.EXISTING_PASSWORD_PROVIDED).orElseThrow(), event, Claims.none())
						.failure())
				.isEmpty();
		}
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
