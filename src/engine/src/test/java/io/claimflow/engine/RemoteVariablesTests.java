package io.claimflow.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.VariableSource;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for variables that are looked up in a database or vault.
 */
class RemoteVariablesTests {

	private static final String READ = "m2mTokenClaims<any>().key = getEnvironmentVariable('KEY').value;";

	/** No deployment can see which variable this will be, and ask for it. */
	private static final String READ_COMPUTED = READ.replace("'KEY'", "['KEY'][0]");

	private static final String READ_LOCAL = "m2mTokenClaims<any>().region = getEnvironmentVariable('REGION').value;";

	private static final VariableSource LOCAL = (name) -> name.equals("REGION")
			? Optional.of(new VariableSource.Variable("eu-north", false)) : Optional.empty();

	private static final Limits.Builder PATIENT = Limits.builder()
		.deadline(Duration.ofSeconds(20))
		.cpuTime(Duration.ofSeconds(20))
		.variableTime(Duration.ofSeconds(10));

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final CountDownLatch released = new CountDownLatch(1);

	private static LiveEngine engine(Limits limits, VariableSource remote) {
		return engine(limits, 64, remote);
	}

	private static LiveEngine engine(Limits limits, int concurrentRuns, VariableSource remote) {
		return new LiveEngine(WorkflowEngine.builder()
			.limits(limits)
			.capacity(Capacity.builder().cpuTime(Duration.ofMinutes(1)).concurrentRuns(concurrentRuns).build())
			.variables(LOCAL)
			.remoteVariables(remote)
			.build());
	}

	private static Outcome run(LiveEngine engine, String body) {
		return TestWorkflow.runSource(engine, TestWorkflow.m2m(body), Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	/** Answers when it is released, and cannot be interrupted. */
	private Optional<VariableSource.Variable> stuck(String name) {
		boolean interrupted = false;
		while (this.released.getCount() > 0) {
			try {
				this.released.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		return Optional.of(new VariableSource.Variable("interrupted " + interrupted, false));
	}

	@Test
	void theConfigurationIsAskedFirstAndAVariableOfARunOnce() {
		VariableSource remote = (name) -> {
			this.asked.add(name);
			return name.equals("KEY") ? Optional.of(new VariableSource.Variable("s3cret-key", true)) : Optional.empty();
		};
		try (LiveEngine engine = engine(PATIENT.build(), remote)) {
			Outcome outcome = run(engine, READ_LOCAL + READ
					+ """
							const token = m2mTokenClaims<any>();
							token.secret = getEnvironmentVariable("KEY").isSecret;
							token.none = typeof getEnvironmentVariable("NONE").value + typeof getEnvironmentVariable("NONE").value;
							console.log("key " + token.key);
							token.key = token.key.length;
							""");
			assertThat(TestWorkflow.set(outcome))
				.isEqualTo(Map.of("region", "eu-north", "key", 10, "secret", true, "none", "undefinedundefined"));
			assertThat(outcome.log()).extracting(LogLine::message).containsExactly("key ******");
			assertThat(this.asked).as("by the deployment, and by the run")
				.containsExactly("KEY", "NONE", "KEY", "NONE");
		}
	}

	@Test
	void theNextRunSeesAChangedValue() {
		AtomicReference<String> value = new AtomicReference<>("one");
		try (LiveEngine engine = engine(PATIENT.build(),
				(name) -> Optional.of(new VariableSource.Variable(value.get(), false)))) {
			assertThat(TestWorkflow.set(run(engine, READ))).containsEntry("key", "one");
			value.set("two");
			assertThat(TestWorkflow.set(run(engine, READ))).containsEntry("key", "two");
		}
	}

	@Test
	void aLookupThatFailsFailsTheRunThatAsks() {
		try (LiveEngine engine = engine(PATIENT.build(), (name) -> {
			throw new IllegalStateException("sealed");
		})) {
			assertThat(run(engine, READ).failure()).get()
				.extracting(Failure::message)
				.asString()
				.contains("The variable \"KEY\" could not be looked up: the server's log has the reason")
				.doesNotContain("sealed");
			assertThat(run(engine, READ_LOCAL).status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(TestWorkflow
				.set(run(engine, "try {" + READ + "} catch (e) { m2mTokenClaims<any>().key = 'default'; }")))
				.containsEntry("key", "default");
		}
	}

	@Test
	void aLookupThatHangsEndsAfterItsTime() {
		try (LiveEngine engine = engine(PATIENT.variableTime(Duration.ofMillis(100)).build(), this::stuck)) {
			Outcome outcome = run(engine, READ);
			assertThat(outcome.failure()).get()
				.extracting(Failure::message)
				.asString()
				.contains("The variable \"KEY\" could not be looked up: there was no answer within 100 ms");
			assertThat(outcome.duration()).isLessThan(Duration.ofSeconds(15));
		}
		finally {
			this.released.countDown();
		}
	}

	@Test
	void theDeadlineOfTheRunCutsALookupShort() {
		Limits limits = Limits.builder().deadline(Duration.ofSeconds(1)).variableTime(Duration.ofMinutes(1)).build();
		try (LiveEngine engine = engine(limits, this::stuck)) {
			engine.warmUp(1);
			Outcome outcome = run(engine, READ_COMPUTED);
			assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
			assertThat(outcome.duration()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(15));
			assertThat(engine.status().abandoned()).isZero();
			assertThat(run(engine, READ_LOCAL).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
		finally {
			this.released.countDown();
		}
	}

	@Test
	void noMoreLookupsHangThanRunsMayGoOn() {
		try (LiveEngine engine = engine(PATIENT.variableTime(Duration.ofMillis(100)).build(), 1, this::stuck)) {
			assertThat(run(engine, READ).failure()).get().extracting(Failure::message).asString().contains("no answer");
			assertThat(run(engine, READ).failure()).get()
				.extracting(Failure::message)
				.asString()
				.contains("could not be looked up: 1 lookups are under way");
			assertThat(run(engine, READ_LOCAL).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
		finally {
			this.released.countDown();
		}
	}

	@Test
	void aRunLooksUpNoMoreVariablesThanItMay() {
		VariableSource remote = (name) -> {
			this.asked.add(name);
			return Optional.empty();
		};
		try (LiveEngine engine = engine(PATIENT.variables(3).build(), remote)) {
			assertThat(run(engine, "for (let i = 0; i < 9; i++) getEnvironmentVariable('V' + i);").failure()).get()
				.extracting(Failure::message)
				.asString()
				.contains("A run may look up 3 variables")
				.contains("claimflow.limits.variables");
			assertThat(this.asked).containsExactly("V0", "V1", "V2");
		}
	}

}
