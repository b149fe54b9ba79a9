package io.claimflow.testing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for one run with what a test gives it.
 */
class TestRunTests {

	private TestProject project = Samples.load(Samples.project("tokenWorkflow.ts", Samples.MACHINE_TOKEN));

	@AfterEach
	void close() {
		this.project.close();
	}

	private TestRun machine(String body) {
		this.project.close();
		this.project = Samples.load(Samples.project("tokenWorkflow.ts", Samples.machine(body)));
		return this.project.workflow("machine-token");
	}

	private static Map<String, Object> token(TestOutcome outcome) {
		assertThat(outcome.outcome().failure()).isEmpty();
		return outcome.after().get(TokenType.M2M_TOKEN);
	}

	@Test
	void aRunTakesItsEventItsVariablesAndItsAnswersFromTheTest() {
		TestOutcome outcome = this.project.workflow("machine-token")
			.set("context.application.clientId", "reports")
			.env("PLAN", "pro")
			.stub("GET https://crm.example/plans/reports", Stub.json(Map.of("seats", 3)))
			.run();
		assertThat(token(outcome)).contains(entry("plan", Map.of("name", "pro", "seats", 3)), entry("scope", "read"),
				entry("sub", "reports"));
		assertThat(outcome.changes()).singleElement().satisfies((change) -> {
			assertThat(change.name()).isEqualTo("plan");
			assertThat(change.before()).isEmpty();
			assertThat(change.after()).contains("{\"name\":\"pro\",\"seats\":3}");
			assertThat(change).asString().doesNotContain("pro");
		});
		assertThat(outcome.calls()).map(TestCall::request).containsExactly("GET https://crm.example/plans/reports");
		assertThat(outcome.outcome().log()).map((line) -> line.message()).containsExactly("plan of reports");
	}

	@Test
	void aCallWithoutAStubFailsAndNamesTheLineToAdd() {
		TestOutcome outcome = this.project.workflow(Trigger.M2M_TOKEN_GENERATION).run();
		assertThat(outcome.outcome().status()).isEqualTo(Outcome.Status.FAILED);
		assertThat(outcome.outcome().failure().orElseThrow().message())
			.contains("\"GET https://crm.example/plans/test-m2m\": { json: {} }");
		assertThat(outcome.unanswered()).map(TestCall::request)
			.containsExactly("GET https://crm.example/plans/test-m2m");
	}

	@Test
	void stubsAnswerByPatternAndByRequestFailAndTimeOut() {
		TestOutcome outcome = machine("""
				const ask = async (url: string, options?: any) => {
				  try {
				    const answer = await globalThis.fetch(url, options);
				    return `${answer.status} ${await answer.text()}`;
				  } catch (error) { return error.message; }
				};
				m2mTokenClaims<any>().answers = [
				  await ask("https://a.example/x?y=1"), await ask("https://a.example/exact"),
				  await ask("https://b.example/", { method: "POST", body: "hello" }),
				  await ask("https://c.example/"), await ask("https://d.example/"),
				];""").stub("https://a.example/*", Stub.text("any"))
			.stub("GET https://a.example/exact", Stub.status(404))
			.stub("POST https://b.example/", Stub.answering((call) -> Stub.json(201, call.body().orElseThrow())))
			.stub("GET https://c.example/", Stub.fail())
			.stub("GET https://d.example/", Stub.timeout())
			.run();
		assertThat((List<?>) token(outcome).get("answers")).map(String::valueOf)
			.satisfiesExactly((any) -> assertThat(any).isEqualTo("200 any"),
					(exact) -> assertThat(exact).isEqualTo("404 "),
					(posted) -> assertThat(posted).isEqualTo("201 \"hello\""),
					(down) -> assertThat(down).contains("accepts no connection"),
					(late) -> assertThat(late).contains("took longer than 2000 ms"));
		assertThat(outcome.outcome().duration()).hasSeconds(0);
	}

	@Test
	void secretsAreMaskedInWhatTheRunSays() {
		TestOutcome outcome = machine("console.log('the key is', getEnvironmentVariable('KEY')?.value);")
			.secret("KEY", "s3cr3t-of-tests")
			.run();
		assertThat(outcome.outcome().log()).singleElement()
			.satisfies((line) -> assertThat(line.message()).startsWith("the key is").doesNotContain("s3cr3t"));
	}

	@Test
	void runsShareTheCachesThatTheyAreGivenAndTheirTime() {
		TestCaches caches = new TestCaches();
		Instant noon = Instant.parse("2026-01-01T12:00:00Z");
		TestRun run = machine("""
				const kept = await kinde.cache.get("seen");
				m2mTokenClaims<any>().seen = kept ?? "nothing";
				if (!kept) await kinde.cache.set("seen", new Date().toISOString(), { ttl: 60 });""").caches(caches)
			.now(noon);
		assertThat(token(run.run())).containsEntry("seen", "nothing").containsEntry("iat", noon.getEpochSecond());
		assertThat(token(run.now(noon.plusSeconds(59)).run())).containsEntry("seen", "2026-01-01T12:00:00.000Z");
		assertThat(token(run.now(noon.plusSeconds(61)).run())).containsEntry("seen", "nothing");
		assertThat(token(run.caches(new TestCaches()).run())).containsEntry("seen", "nothing");
	}

	@Test
	void managementCallsGoToTheStubsOfTheServer() {
		TestOutcome outcome = machine("""
				const api = await createKindeAPI(event);
				const { data } = await api.get<any>({ endpoint: "user?id=ada" });
				m2mTokenClaims<any>().first = data.first_name;""").env("KINDE_WF_M2M_CLIENT_ID", "id")
			.secret("KINDE_WF_M2M_CLIENT_SECRET", "secret-of-tests")
			.stub("GET /api/v1/user?id=ada", Stub.json(Map.of("first_name", "Ada")))
			.run();
		assertThat(token(outcome)).containsEntry("first", "Ada");
		assertThat(outcome.calls()).map(TestCall::request)
			.containsExactly("POST https://auth.example.com/oauth2/token",
					"GET https://auth.example.com/api/v1/user?id=ada");
	}

	@Test
	void everyBuiltInTriggerHasATypicalEvent() {
		assertThat(Trigger.builtIn()).allSatisfy((trigger) -> {
			assertThat(TestEvent.of(trigger).json().get("context"))
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
				.isNotEmpty();
			assertThat(TestEvent.of(trigger).event().request()).containsKey("ip");
		});
		assertThat(TestEvent.of("user:existing_password_provided").event().secrets()).contains("correct horse");
	}

	@Test
	void whatCannotBeIsRefusedWithWhatThereIs() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.project.workflow("machine"))
			.withMessageContaining("machine-token");
		TestRun run = this.project.workflow("machine-token");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run.event(TestEvent.of(Trigger.PRE_MFA)))
			.withMessageContaining("user:pre_mfa");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> run.set("user.id", "x"))
			.withMessageContaining("context.user.id");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> run.stub("nowhere", Stub.fail()))
			.withMessageContaining("GET https://");
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> run.claims(TokenType.ID_TOKEN, Map.of()))
			.withMessageContaining("kinde.idToken");
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Stub.of(Map.of("jsn", 1)))
			.withMessageContaining("jsn");
	}

	@Test
	void aProtectedClaimStaysAndALimitIsMetAsOnAServer() {
		TestOutcome outcome = machine("m2mTokenClaims<any>().sub = 'root'; let x = 'x'; while (event) x += x;").run();
		assertThat(outcome.outcome().failure()).map(Failure::kind).isPresent();
		assertThat(outcome.after().get(TokenType.M2M_TOKEN)).containsEntry("sub", "test-m2m");
	}

}
