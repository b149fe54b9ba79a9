package io.claimflow.engine.realm;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import io.claimflow.Limits;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.InvalidProjectException;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.TestWorkflow;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for realms that are made ahead of runs.
 */
class RealmPoolTests {

	private static final Sandbox SANDBOX = new Sandbox(Limits.defaults());

	/** Each has realms of its own, since its code names what reaches all globals. */
	private static final List<RealmSharing> WORKFLOWS = workflows(5);

	private static List<RealmSharing> workflows(int count) {
		List<Trigger> triggers = IntStream.range(0, count)
			.mapToObj((i) -> new Trigger("test:t" + i, Set.of(TokenType.M2M_TOKEN), Set.of()))
			.toList();
		String[] files = triggers.stream()
			.flatMap((trigger) -> List.of("workflows/" + trigger.id().substring(5) + "Workflow.ts", """
					export const workflowSettings = { id: "%s", trigger: "%s", bindings: { "kinde.m2mToken": {} } };
					export default async function () { void globalThis; }
					""".formatted(trigger, trigger)).stream())
			.toArray(String[]::new);
		try (LiveEngine live = TestWorkflow.engine(Limits.defaults(), triggers.toArray(Trigger[]::new))) {
			Artifact built = live.engine().build(TestWorkflow.project(files));
			LoadedProject loaded = live.engine().load(built);
			return triggers.stream().map((trigger) -> {
				Workflow workflow = loaded.workflow(trigger).orElseThrow().workflow();
				Program program = built.programs()
					.stream()
					.filter((candidate) -> candidate.file().equals(workflow.file()))
					.findFirst()
					.orElseThrow();
				return new RealmSharing(workflow, LinkedProgram.of(program, SANDBOX), 1);
			}).toList();
		}
		catch (InvalidProjectException ex) {
			throw new AssertionError(ex.getMessage(), ex);
		}
	}

	@AfterAll
	static void close() {
		SANDBOX.close();
	}

	@Test
	void theStockOfAWorkflowIsBounded() {
		try (RealmPool realms = new RealmPool(SANDBOX, 100)) {
			for (int i = 0; i < 20; i++) {
				realms.restock(WORKFLOWS.get(0));
			}
			assertThat(realms.size()).isEqualTo(8);
		}
	}

	@Test
	void theStockOfAllWorkflowsIsBoundedAndEachHasAShare() {
		try (RealmPool realms = new RealmPool(SANDBOX, 6)) {
			for (int i = 0; i < 10; i++) {
				realms.restock(WORKFLOWS.get(0));
			}
			assertThat(realms.size()).isEqualTo(6);
			for (int i = 0; i < 5; i++) {
				WORKFLOWS.forEach(realms::restock);
			}
			assertThat(realms.size()).isEqualTo(6);
			for (RealmSharing workflow : WORKFLOWS) {
				realms.take(workflow).close();
			}
			assertThat(realms.size()).isOne();
		}
	}

	@Test
	void moreWorkflowsThanPlacesDoNotPushEachOtherOut() {
		try (RealmPool realms = new RealmPool(SANDBOX, 2)) {
			WORKFLOWS.forEach(realms::restock);
			assertThat(realms.size()).isEqualTo(2);
			for (int i = 0; i < 2; i++) {
				realms.take(WORKFLOWS.get(i)).close();
			}
			assertThat(realms.size()).isZero();
		}
	}

	@Test
	void aWorkflowThatIsNoLongerLiveHasNone() {
		RealmSharing workflow = workflows(1).get(0);
		try (RealmPool realms = new RealmPool(SANDBOX, 100)) {
			realms.restock(workflow);
			realms.retire(workflow);
			assertThat(realms.size()).isZero();
			realms.restock(workflow);
			assertThat(realms.size()).isZero();
			realms.take(workflow).close();
		}
	}

	@Test
	void noneIsMadeAheadIfThereMayBeNone() {
		try (RealmPool realms = new RealmPool(SANDBOX, 0)) {
			realms.restock(WORKFLOWS.get(0));
			assertThat(realms.size()).isZero();
			realms.take(WORKFLOWS.get(0)).close();
		}
	}

}
