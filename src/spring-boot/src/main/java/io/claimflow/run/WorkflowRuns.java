package io.claimflow.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs the live workflow of a trigger, logs what it says, and tells the listeners.
 */
public final class WorkflowRuns {

	/** The logger of everything that workflows say, and of how they fail. */
	public static final String LOGGER = "io.claimflow.workflow";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private static final int REMEMBERED_WARNINGS = 1000;

	private final WorkflowEngine engine;

	private final List<WorkflowRunListener> listeners;

	/** A workflow that tries the impossible in every run says so in the log once. */
	private final Set<List<Object>> warned = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<List<Object>, Boolean> eldest) {
				return size() > REMEMBERED_WARNINGS;
			}

		}));

	public WorkflowRuns(WorkflowEngine engine, List<WorkflowRunListener> listeners) {
		this.engine = engine;
		this.listeners = List.copyOf(listeners);
	}

	/** The live workflow of a trigger, or empty if there is none. */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return this.engine.workflow(trigger);
	}

	/**
	 * Runs a workflow.
	 * @param deployed the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Outcome run(DeployedWorkflow deployed, Event event, Claims before) {
		Workflow workflow = deployed.workflow();
		Outcome outcome = this.engine.run(deployed, event, before);
		outcome.log().forEach((line) -> log(level(line), workflow, outcome, line.message()));
		outcome.warnings().forEach((warning) -> warn(workflow, outcome, warning));
		outcome.failure().ifPresent((failure) -> log(Level.ERROR, workflow, outcome, describe(workflow, failure)));
		log(Level.DEBUG, workflow, outcome, outcome.status() + " after " + outcome.duration().toNanos() / 1000 + " µs");
		tell(new WorkflowRun(workflow, event.masked(), before, outcome));
		return outcome;
	}

	private void tell(WorkflowRun run) {
		for (WorkflowRunListener listener : this.listeners) {
			try {
				listener.ran(run);
			}
			catch (RuntimeException ex) {
				logger.error("The listener {} failed", listener.getClass().getName(), ex);
			}
		}
	}

	private void warn(Workflow workflow, Outcome outcome, Warning warning) {
		boolean first = this.warned.add(List.of(this.engine.deployment().map((live) -> live.number()).orElse(0L),
				workflow.id(), warning.kind(), warning.token(), warning.claim()));
		log(first ? Level.WARN : Level.DEBUG, workflow, outcome, warning.message());
	}

	private static Level level(LogLine line) {
		return switch (line.level()) {
			case DEBUG -> Level.DEBUG;
			case INFO -> Level.INFO;
			case WARN -> Level.WARN;
			case ERROR -> Level.ERROR;
		};
	}

	private static String describe(Workflow workflow, Failure failure) {
		StringBuilder text = new StringBuilder("Failed (").append(failure.kind())
			.append(", policy ")
			.append(workflow.failurePolicy())
			.append("): ")
			.append(failure.message());
		failure.stack().forEach((frame) -> text.append("\n  at ").append(frame));
		return text.toString();
	}

	/**
	 * A line of the workflow's cannot pass for a line of the server's, whichever of
	 * Unicode's line breaks it uses, and tells a terminal nothing.
	 */
	private static void log(Level level, Workflow workflow, Outcome outcome, String message) {
		if (logger.isEnabledForLevel(level)) {
			logger.atLevel(level)
				.log("[{} {}] {}", workflow.id(), outcome.runId(),
						message.replaceAll("\\R", "\n    ").replaceAll("[\\p{Cc}&&[^\n\t]]", ""));
		}
	}

}
