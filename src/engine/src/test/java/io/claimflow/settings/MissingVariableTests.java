package io.claimflow.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.VariableSource;
import io.claimflow.engine.LiveEngine;
import io.claimflow.engine.MarkedSources;
import io.claimflow.engine.TestWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A deployment warns of a variable that exists nowhere, where its name is written out.
 */
class MissingVariableTests {

	private static final String SOURCE = """
			import { getEnvironmentVariable as variable } from "@kinde/infrastructure";
			import * as library from "@kinde/infrastructure";
			declare const kinde: any;
			export const workflowSettings = { id: "x", trigger: "m2m:token_generation", bindings: { "kinde.env": {} } };
			export default async (event: any) => [
			  variable("REGION"), variable(¦"REGIO"), kinde.env.get(¦"API_KAY"), kinde.env.get("VAULT_KEY"),
			  library.getEnvironmentVariable(¦"PLAN"), variable(event.name), variable("REGIO"),
			];
			""";

	private static Optional<VariableSource.Variable> known(String name, String... names) {
		return List.of(names).contains(name) ? Optional.of(new VariableSource.Variable("v", true)) : Optional.empty();
	}

	private static List<Problem> warnings(VariableSource remote, MarkedSources sources) {
		try (LiveEngine engine = new LiveEngine(WorkflowEngine.builder()
			.limits(Limits.builder().variableTime(Duration.ofMillis(500)).build())
			.variables((name) -> known(name, "REGION"))
			.remoteVariables(remote)
			.build())) {
			return TestWorkflow.deploy(engine, sources.project()).warnings();
		}
	}

	@Test
	void aNameThatNoSourceKnowsIsAWarningWhereItIsWritten() {
		MarkedSources sources = MarkedSources.of(SOURCE);
		List<Problem> warnings = warnings((name) -> known(name, "VAULT_KEY"), sources);
		assertThat(warnings).extracting(Problem::location).containsExactlyElementsOf(sources.places());
		assertThat(warnings).extracting(Problem::message)
			.containsExactly("There is no variable 'REGIO' on this server",
					"There is no variable 'API_KAY' on this server", "There is no variable 'PLAN' on this server");
		assertThat(warnings).extracting(Problem::severity).containsOnly(Problem.Severity.WARNING);
	}

	@Test
	@Timeout(30)
	void aSourceThatDoesNotAnswerInTimeHoldsNoDeploymentUp() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch never = new CountDownLatch(1);
		assertThat(warnings((name) -> {
			try {
				never.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				throw new IllegalStateException("The vault was not asked", ex);
			}
			return Optional.empty();
		}, MarkedSources.of(SOURCE))).isEmpty();
		interrupted.await();
	}

	@Test
	void aSourceThatFailsIsNoReasonToWarn() {
		assertThat(warnings((name) -> {
			throw new IllegalStateException("The vault is sealed");
		}, MarkedSources.of(SOURCE))).isEmpty();
	}

}
