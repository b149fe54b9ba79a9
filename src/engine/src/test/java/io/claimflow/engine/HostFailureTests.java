package io.claimflow.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.VariableSource;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for what goes wrong around a run, and is no fault of the workflow.
 */
class HostFailureTests {

	private static final String HOUR = "await new Promise((done) => setTimeout(done, 3_600_000));";

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final CountDownLatch begun = new CountDownLatch(1);

	private final AtomicBoolean deployed = new AtomicBoolean();

	private final AtomicBoolean broken = new AtomicBoolean();

	private LiveEngine engine(String code) {
		LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().deadline(PATIENCE).cpuTime(PATIENCE).build())
			.capacity(Capacity.builder().concurrentRuns(2).computingRuns(1).queueSize(0).cpuTime(PATIENCE).build())
			.variables(this::variable)
			.context((work) -> {
				if (this.broken.get()) {
					throw new IllegalStateException("no trace");
				}
				return work;
			})
			.build());
		TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(code)));
		this.deployed.set(true);
		return engine;
	}

	/** A deployment asks, too, whether there is such a variable. */
	private Optional<VariableSource.Variable> variable(String name) {
		if (!this.deployed.get()) {
			return Optional.of(new VariableSource.Variable("yes", false));
		}
		return switch (name) {
			case "BEGUN" -> {
				boolean first = this.begun.getCount() == 1;
				this.begun.countDown();
				yield first ? Optional.of(new VariableSource.Variable("yes", false)) : Optional.empty();
			}
			case "BROKEN" -> throw new IllegalStateException("jdbc:vault?password=swordfish");
			default -> Optional.empty();
		};
	}

	private static Outcome run(LiveEngine engine) {
		return engine.run(engine.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				Claims.of(TokenType.M2M_TOKEN, Map.of()));
	}

	/** What another thread does in a moment. */
	private static void awaitNothing(LiveEngine engine) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (!engine.status().equals(new EngineLoad(0, 0, 0, 0))) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.onSpinWait();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { HOUR, "for (;;) await new Promise((done) => setTimeout(done, 1));" })
	void aRunThatWaitsEndsWithTheThreadThatAskedForIt(String wait) throws Exception {
		try (LiveEngine engine = engine("if (getEnvironmentVariable('BEGUN').value) { " + wait + " }")) {
			CompletableFuture<Outcome> outcome = new CompletableFuture<>();
			CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
			Thread caller = new Thread(() -> {
				outcome.complete(run(engine));
				interrupted.complete(Thread.interrupted());
			});
			caller.start();
			assertThat(this.begun.await(1, TimeUnit.MINUTES)).isTrue();
			caller.interrupt();
			assertThat(outcome.get(1, TimeUnit.MINUTES).failure()).hasValueSatisfying((failure) -> {
				assertThat(failure.kind()).isEqualTo(Failure.Kind.INTERNAL);
				assertThat(failure.message()).isEqualTo("The request was interrupted");
			});
			assertThat(interrupted.get(1, TimeUnit.MINUTES)).as("the caller learns of it").isTrue();
			awaitNothing(engine);
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	/** Its thread may not have begun, or not have come as far as the run. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRunThatIsInterruptedBeforeItBeginsGivesItsPlaceBack(boolean inItsContext) {
		CountDownLatch never = new CountDownLatch(1);
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.capacity(Capacity.builder().concurrentRuns(2).computingRuns(1).queueSize(0).build())
			.context((work) -> () -> {
				if (this.deployed.get() && inItsContext) {
					awaitInterrupt(never);
				}
				work.run();
			})
			.build())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(HOUR)));
			this.deployed.set(true);
			for (int i = 0; i < 5; i++) {
				Thread.currentThread().interrupt();
				Outcome outcome = run(engine);
				assertThat(Thread.interrupted()).as("the caller learns of it").isTrue();
				assertThat(outcome.failure()).map(Failure::message).contains("The request was interrupted");
				awaitNothing(engine);
			}
		}
	}

	private static void awaitInterrupt(CountDownLatch never) {
		try {
			never.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("Nothing was carried over", ex);
		}
	}

	/** What carries the context of the caller over is the application's. */
	@Test
	void aRunWhoseContextCannotBeCarriedOverGivesItsPlaceBack() {
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.capacity(Capacity.builder().concurrentRuns(2).build())
			.context((work) -> () -> {
				if (this.broken.get()) {
					throw new IllegalStateException("no trace");
				}
				work.run();
			})
			.build())) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("")));
			this.broken.set(true);
			for (int i = 0; i < 3; i++) {
				assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
					assertThat(failure.kind()).isEqualTo(Failure.Kind.INTERNAL);
					assertThat(failure.message()).doesNotContain("no trace");
				});
			}
			awaitNothing(engine);
			this.broken.set(false);
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	/** A server that stops has nothing to say about it. */
	@Test
	void anEngineThatIsClosedAsARunBeginsSaysSo() {
		AtomicReference<LiveEngine> closing = new AtomicReference<>();
		LiveEngine engine = new LiveEngine(WorkflowEngine.builder().context((work) -> () -> {
			Optional.ofNullable(closing.get()).ifPresent(LiveEngine::close);
			work.run();
		}).build());
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(RunDispatcher.class);
		try (engine) {
			TestWorkflow.deploy(engine, TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("")));
			closing.set(engine);
			log.start();
			logger.addAppender(log);
			assertThat(run(engine).failure()).map(Failure::message).contains("The engine is closed");
			assertThat(log.list).isEmpty();
		}
		finally {
			logger.detachAppender(log);
		}
	}

	@Test
	void whatAnEnvironmentThrowsIsNoWorkflowsBusiness() {
		try (LiveEngine engine = engine("""
				let said = "";
				try { getEnvironmentVariable("BROKEN"); } catch (error: any) {
				  said = [error, error.message, error.stack, Object.getOwnPropertyNames(error), error.cause].join();
				}
				m2mTokenClaims<any>().said = said;
				""")) {
			Outcome outcome = run(engine);
			assertThat(outcome.status()).isEqualTo(Outcome.Status.COMPLETED);
			assertThat(TestWorkflow.set(outcome).get("said")).asString()
				.contains("The binding failed; the server's log has the reason")
				.doesNotContain("swordfish", "IllegalState", "java");
		}
	}

	@Test
	void aRunThatCannotBeginGivesItsPlaceBack() {
		try (LiveEngine engine = engine("")) {
			this.broken.set(true);
			for (int i = 0; i < 3; i++) {
				assertThat(run(engine).failure()).hasValueSatisfying((failure) -> {
					assertThat(failure.kind()).isEqualTo(Failure.Kind.INTERNAL);
					assertThat(failure.message()).doesNotContain("no trace");
				});
			}
			assertThat(engine.status()).isEqualTo(new EngineLoad(0, 0, 0, 0));
			this.broken.set(false);
			assertThat(run(engine).status()).isEqualTo(Outcome.Status.COMPLETED);
		}
	}

	@Test
	void noRunBeginsOnceTheEngineIsClosed() {
		LiveEngine engine = engine("m2mTokenClaims<any>().ok = 1;");
		engine.close();
		Outcome outcome = run(engine);
		assertThat(outcome.failure()).map(Failure::kind).contains(Failure.Kind.INTERNAL);
		assertThat(outcome.effects()).isEmpty();
		assertThat(engine.status().running()).isZero();
	}

	/** Nobody's shutdown waits for it. */
	@Test
	void theEngineEndsAlthoughARunDoesNot() {
		CountDownLatch released = new CountDownLatch(1);
		AtomicBoolean ended = new AtomicBoolean();
		LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().deadline(Duration.ofMillis(300)).build())
			.capacity(Capacity.builder().starvedTime(Duration.ofMillis(1)).build())
			.variables((name) -> {
				boolean done = false;
				while (!done) {
					try {
						released.await();
						done = true;
					}
					catch (InterruptedException ex) {
						// Whoever is told to end does so, but for this one.
					}
				}
				ended.set(true);
				return Optional.empty();
			})
			.build());
		try {
			TestWorkflow.deploy(engine,
					TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m("getEnvironmentVariable(['KEY'][0]);")));
			assertThat(run(engine).failure()).map(Failure::kind).contains(Failure.Kind.DEADLINE);
			assertTimeoutPreemptively(PATIENCE, engine::close);
			assertThat(ended).isFalse();
		}
		finally {
			released.countDown();
		}
	}

}
