package io.claimflow.spring.deployment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.LogLine;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is live: one reference, which is changed whole.
 */
class DeploymentsTests {

	private static final WorkflowEngine ENGINE = WorkflowEngine.builder().build();

	private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");

	private final Deployments deployments = new Deployments(InstantSource.fixed(NOW), 2, Optional::empty);

	@AfterAll
	static void close() {
		ENGINE.close();
	}

	private static LoadedProject project(String word) throws Exception {
		return ENGINE
			.load(ENGINE.build(new Project("test", Optional.empty(), List.of("aWorkflow.ts"), Map.of("aWorkflow.ts", """
					export const workflowSettings = { id: "%1$s", trigger: "m2m:token_generation" };
					export default async function () { console.log("%1$s"); }
					""".formatted(word)))));
	}

	private static List<String> log(DeployedWorkflow workflow) {
		return ENGINE.run(workflow, new Event(Map.of(), Map.of()), Claims.none())
			.log()
			.stream()
			.map(LogLine::message)
			.toList();
	}

	private DeployedWorkflow live() {
		return this.deployments.live().orElseThrow().workflow(Trigger.M2M_TOKEN_GENERATION).orElseThrow();
	}

	@Test
	void nothingIsLiveBeforeTheFirst() {
		assertThat(this.deployments.live()).isEmpty();
		assertThat(this.deployments.live()).isEmpty();
	}

	@Test
	void numbersBeginWithOneAndGoOnAfterOneThatWasGiven() throws Exception {
		assertThat(this.deployments.activate(project("one")).number()).isEqualTo(1);
		assertThat(this.deployments.activate(project("two")).number()).isEqualTo(2);
		Deployment seven = this.deployments.activate(7, project("seven"));
		assertThat(this.deployments.live()).contains(seven);
		assertThat(seven.since()).isEqualTo(NOW);
		assertThat(this.deployments.activate(project("eight")).number()).isEqualTo(8);
	}

	@Test
	void whatBeganWithADeploymentEndsWithIt() throws Exception {
		this.deployments.activate(project("old"));
		DeployedWorkflow begun = live();
		this.deployments.activate(project("new"));
		assertThat(log(live())).containsExactly("new");
		assertThat(log(begun)).containsExactly("old");
	}

	@Test
	void theSameProjectStaysOpenUnderAnotherNumber() throws Exception {
		LoadedProject project = project("same");
		this.deployments.activate(1, project);
		assertThat(this.deployments.activate(2, project).workflows()).extracting("id").containsExactly("same");
		assertThat(log(live())).containsExactly("same");
	}

}
