package io.claimflow.spring.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.claimflow.spring.server.AuthServer;
import io.claimflow.spring.server.AuthServer.Response;
import io.claimflow.spring.server.AuthServerConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an operator is shown of workflows.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkflowsEndpointTests {

	private static final String CLIENT = AuthServerConfiguration.JWT;

	private static final String M2M = "kindeSrc/environment/workflows/m2mWorkflow.ts";

	private final Instant start = Instant.now();

	private AuthServer server = server().start();

	private static AuthServer.Builder server() {
		return AuthServer.builder()
			.m2m("")
			.user("")
			.property("management.endpoints.web.exposure.include", "workflows,health")
			.property("management.endpoint.health.show-details", "always");
	}

	private void restart(AuthServer.Builder server) {
		this.server.close();
		this.server = server.start();
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	private JsonNode report() {
		Response response = this.server.getSignedIn("/actuator/workflows");
		assertThat(response.status()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	private JsonNode m2m() {
		for (JsonNode workflow : report().at("/deployment/workflows")) {
			if (workflow.path("id").asString().equals("m2m")) {
				return workflow;
			}
		}
		throw new IllegalStateException("No workflow m2m: " + report());
	}

	private double gauge(String name) {
		return this.server.context().getBean(MeterRegistry.class).get(name).gauge().value();
	}

	@Test
	void theLiveDeploymentIsShown() {
		JsonNode report = report();
		assertThat(report.propertyNames()).containsExactly("deployment", "load");
		JsonNode deployment = report.path("deployment");
		assertThat(deployment.path("number").asInt()).isEqualTo(1);
		assertThat(Instant.parse(deployment.path("since").asString())).isBetween(this.start, Instant.now());
		assertThat(deployment.path("workflows")).hasSize(2);
		assertThat(JsonMapper.shared().convertValue(m2m(), Map.class)).isEqualTo(
				Map.of("id", "m2m", "trigger", "m2m:token_generation", "file", M2M, "failurePolicy", "STOP", "state",
						"NOT_RUN", "runs", 0, "notBegun", 0, "denials", 0, "failures", 0, "lastFailures", List.of()));
		assertThat(gauge("claimflow.deployment.number")).isEqualTo(1);
		assertThat(gauge("claimflow.deployment.problems")).isZero();
		assertThat(report.path("load").toString())
			.isEqualTo("{\"running\":0,\"queued\":0,\"abandoned\":0,\"compilations\":0}");
	}

	@Test
	void runsAreCountedAndTheLastFailuresRemembered() {
		this.server.clientCredentials(CLIENT);
		assertThat(m2m().path("state").asString()).isEqualTo("OK");
		this.server.m2m("denyAccess('no'); throw new Error('and broken');");
		this.server.clientCredentials(CLIENT);
		this.server.m2m("throw new Error('broken');");
		String description = "";
		for (int i = 0; i < 11; i++) {
			description = this.server.clientCredentials(CLIENT).text("error_description");
		}
		JsonNode m2m = m2m();
		assertThat(m2m.path("runs").asInt()).isEqualTo(13);
		assertThat(m2m.path("denials").asInt()).isEqualTo(1);
		assertThat(m2m.path("failures").asInt()).isEqualTo(12);
		assertThat(m2m.path("state").asString()).isEqualTo("FAILING");
		assertThat(m2m.path("lastFailures")).hasSize(10);
		JsonNode last = m2m.path("lastFailures").get(0);
		assertThat(last.propertyNames()).containsExactlyInAnyOrder("kind", "location", "runId", "time");
		assertThat(last.path("kind").asString()).isEqualTo("EXCEPTION");
		assertThat(last.path("location").asString()).startsWith(M2M + ":");
		assertThat(description).endsWith("(run " + last.path("runId").asString() + ")");
		assertThat(Instant.parse(last.path("time").asString())).isBetween(this.start, Instant.now());
		this.server.m2m("");
		this.server.clientCredentials(CLIENT);
		assertThat(m2m().path("state").asString()).isEqualTo("OK");
	}

	@Test
	void aRefusedProjectIsShownUntilItIsMended() {
		restart(server().property("claimflow.reload", true));
		this.server.write(M2M, "const key = 'hidden-key';\nexport default 'hidden-key' 'hidden-other';");
		Awaitility.await().until(() -> report().has("rejected"));
		JsonNode report = report();
		assertThat(report.at("/deployment/number").asInt()).isEqualTo(1);
		JsonNode problem = report.at("/rejected/problems").get(0);
		assertThat(problem.propertyNames()).containsExactlyInAnyOrder("location", "message", "action");
		assertThat(problem.path("location").asString()).startsWith(M2M + ":2:");
		assertThat(report.toString()).doesNotContain("hidden-");
		assertThat(Instant.parse(report.at("/rejected/time").asString())).isBetween(this.start, Instant.now());
		assertThat(gauge("claimflow.deployment.problems")).isEqualTo(report.at("/rejected/problems").size());
		assertThat(health()).containsEntry("status", "UP")
			.extractingByKey("details", InstanceOfAssertFactories.MAP)
			.containsEntry("rejectedProblems", report.at("/rejected/problems").size());
		this.server.write(M2M, AuthServer.Builder.source("m2m", "m2m:token_generation", "m2mTokenClaims().n = 1;"));
		Awaitility.await().until(() -> !report().has("rejected"));
		Awaitility.await().until(() -> report().at("/deployment/number").asInt() > 1);
	}

	@Test
	void aSuspendedWorkflowIsShownWithWhatLedToIt(CapturedOutput output) {
		restart(server().m2m("for (;;) {}")
			.property("claimflow.limits.cpu-time", "300ms")
			.property("claimflow.limits.strikes", 1)
			.property("claimflow.limits.suspension", "1h"));
		for (int i = 0; i < 3; i++) {
			this.server.clientCredentials(CLIENT);
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("ERROR") && line.contains("[m2m")))
			.satisfiesExactly((first) -> assertThat(first).contains("Failed after").contains("(CPU_TIME, policy STOP)"),
					(second) -> assertThat(second).containsPattern("Suspended until 20\\d\\d-\\d\\d-\\d\\dT")
						.contains("the last one CPU_TIME (claimflow.limits.cpu-time)"));
		JsonNode m2m = m2m();
		assertThat(m2m.path("state").asString()).isEqualTo("SUSPENDED");
		assertThat(Instant.parse(m2m.path("suspendedUntil").asString())).isAfter(this.start);
		assertThat(m2m.path("runs").asInt()).isEqualTo(1);
		assertThat(m2m.path("notBegun").asInt()).isEqualTo(2);
		assertThat(m2m.path("lastFailures")).singleElement()
			.satisfies((failure) -> assertThat(failure.path("kind").asString()).isEqualTo("CPU_TIME"));
		assertThat(gauge("claimflow.workflows.suspended")).isEqualTo(1);
		assertThat(health()).extractingByKey("details", InstanceOfAssertFactories.MAP)
			.containsEntry("suspended", List.of("m2m"));
	}

	@Test
	void aFailingWorkflowIsADetailOfAServerThatIsUp() {
		this.server.m2m("throw new Error('broken');");
		this.server.clientCredentials(CLIENT);
		assertThat(health()).isEqualTo(Map.of("status", "UP", "details", Map.of("deployment", 2, "workflows", 2,
				"failing", List.of("m2m"), "suspended", List.of(), "abandonedRuns", 0, "rejectedProblems", 0)));
	}

	private Map<String, Object> health() {
		Response response = this.server.getSignedIn("/actuator/health/workflows");
		assertThat(response.status()).isEqualTo(200);
		return response.json();
	}

	@Test
	void aWorkflowThatIsGoneIsForgotten() {
		this.server.clientCredentials(CLIENT);
		this.server.write(M2M, AuthServer.Builder.source("other", "m2m:token_generation", ""));
		this.server.deploy();
		this.server.clientCredentials(CLIENT);
		this.server.write(M2M, AuthServer.Builder.source("m2m", "m2m:token_generation", ""));
		this.server.deploy();
		assertThat(m2m().path("runs").asInt()).isZero();
	}

}
