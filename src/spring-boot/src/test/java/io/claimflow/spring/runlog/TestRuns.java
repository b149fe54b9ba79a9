package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.FailurePolicy;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.spring.run.WorkflowRun;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Runs without an engine, and the properties of a log of them.
 */
final class TestRuns {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private TestRuns() {
	}

	static WorkflowRun run(Trigger trigger, Outcome.Status status, String user, Effect... effects) {
		Workflow workflow = new Workflow("w", "w", trigger, FailurePolicy.STOP, Map.of(), "wWorkflow.ts");
		Outcome outcome = new Outcome("run" + NUMBER.incrementAndGet(), status, List.of(effects),
				List.of(new LogLine(LogLine.Level.INFO, "hello")), List.of(), Optional.empty(), Duration.ofMillis(2),
				Duration.ofMillis(1), false);
		Event event = new Event(Map.of(), Map.of("user", Map.of("id", user)));
		return new WorkflowRun(workflow, 1, false, event, Claims.of(TokenType.ACCESS_TOKEN, Map.of("sub", user)),
				outcome, List.of(), (text) -> text);
	}

	static RunCapture capture(WorkflowRun run) {
		return new RunCapture(run, Instant.now(), null, null);
	}

	static RunLogProperties properties(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("claimflow.runs",
				RunLogProperties.class);
	}

}
