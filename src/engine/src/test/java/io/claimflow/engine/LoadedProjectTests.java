package io.claimflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.claimflow.Claims;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.VariableSource;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for loaded projects: several are there at once, and each is closed alone.
 */
class LoadedProjectTests {

	private static final Claims NONE = Claims.of(TokenType.M2M_TOKEN, Map.of());

	private static Artifact build(WorkflowEngine engine, String body) throws Exception {
		return engine.build(TestWorkflow.project(TestWorkflow.FILE, TestWorkflow.m2m(body)));
	}

	private static Object claim(WorkflowEngine engine, LoadedProject project) {
		Outcome outcome = engine.run(project.workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow(), TestWorkflow.event(),
				NONE);
		assertThat(outcome.failure()).isEmpty();
		return TestWorkflow.set(outcome).get("from");
	}

	@Test
	void twoProjectsRunSideBySideAndOneGoesOnWhenTheOtherIsClosed() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
			LoadedProject one = engine.load(build(engine, "m2mTokenClaims<any>().from = 1;"));
			LoadedProject two = engine.load(build(engine, "m2mTokenClaims<any>().from = 2;"));
			for (int i = 0; i < 5; i++) {
				assertThat(claim(engine, one)).isEqualTo(1);
				assertThat(claim(engine, two)).isEqualTo(2);
			}
			one.close();
			assertThat(claim(engine, two)).isEqualTo(2);
			two.close();
			one.close();
		}
	}

	@Test
	void anArtifactIsLoadedAsOftenAsOneLikes() throws Exception {
		try (WorkflowEngine engine = WorkflowEngine.builder().build()) {
			Artifact artifact = build(engine, "m2mTokenClaims<any>().from = 1;");
			LoadedProject one = engine.load(artifact);
			LoadedProject two = engine.load(artifact);
			assertThat(two.workflows()).doesNotContainAnyElementsOf(one.workflows());
			assertThat(one.workflows()).extracting(DeployedWorkflow::workflow)
				.extracting(Workflow::id)
				.containsExactly("test");
			assertThat(one.artifact()).isSameAs(artifact);
			assertThat(one.verified()).isTrue();
			one.close();
			assertThat(claim(engine, two)).isEqualTo(1);
		}
	}

	@Test
	void anEngineLoadsWhatAnotherHasBuilt() throws Exception {
		try (WorkflowEngine builder = WorkflowEngine.builder().build();
				WorkflowEngine engine = WorkflowEngine.builder().build()) {
			Artifact artifact = build(builder, "m2mTokenClaims<any>().from = 3; getEnvironmentVariable('NONE');");
			assertThat(artifact.warnings()).isEmpty();
			LoadedProject loaded = engine.load(artifact);
			assertThat(claim(engine, loaded)).isEqualTo(3);
			assertThat(loaded.warnings()).singleElement()
				.satisfies((warning) -> assertThat(warning.message())
					.isEqualTo("There is no variable 'NONE' on this server"));
		}
	}

	@Test
	void aRunThatIsUnderWayEndsAfterItsProjectWasClosed() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		VariableSource waits = (name) -> {
			begun.countDown();
			try {
				closed.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return Optional.of(new VariableSource.Variable("closed", false));
		};
		try (WorkflowEngine engine = WorkflowEngine.builder().remoteVariables(waits).build()) {
			LoadedProject project = engine.load(build(engine,
					"const name = 'WA' + 'IT'; m2mTokenClaims<any>().from = getEnvironmentVariable(name).value;"));
			CompletableFuture<Object> run = CompletableFuture.supplyAsync(() -> claim(engine, project));
			begun.await();
			project.close();
			closed.countDown();
			assertThat(run.get()).isEqualTo("closed");
			assertThat(List.of(claim(engine, project))).containsExactly("closed");
		}
	}

}
