package io.claimflow.spring.run;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.LogLine;
import io.claimflow.Outcome;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Verdict;
import io.claimflow.Warning;
import io.claimflow.Workflow;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.observation.RunCalls;
import io.claimflow.spring.observation.RunObservations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Runs the workflow of a trigger, logs what it says, and tells the listeners.
 */
public final class WorkflowRuns {

	/**
	 * The logger of everything that workflows say: what they log, and what they throw.
	 */
	public static final String LOGGER = "io.claimflow.workflow";

	/** The logger of how runs end: a line for each, which holds no word of a workflow. */
	public static final String ENDS_LOGGER = "io.claimflow.spring.run";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private static final Logger endsLogger = LoggerFactory.getLogger(ENDS_LOGGER);

	/** Failures whose messages are the engine's own. */
	private static final Set<Failure.Kind> ENGINES_WORDS = Set.of(Failure.Kind.DEADLINE, Failure.Kind.CPU_TIME,
			Failure.Kind.MEMORY, Failure.Kind.STATEMENTS, Failure.Kind.OVERLOAD, Failure.Kind.SUSPENDED,
			Failure.Kind.NEVER_SETTLES, Failure.Kind.TOKEN_SIZE, Failure.Kind.INTERNAL);

	private static final int REMEMBERED_WARNINGS = 1000;

	private final WorkflowEngine engine;

	private final Deployments deployments;

	private final DeploymentPins pins;

	private final List<WorkflowRunListener> listeners;

	private final RunObservations observations;

	private final SuspensionLog suspensions = new SuspensionLog(endsLogger, InstantSource.system());

	/** A workflow that tries the impossible in every run says so in the log once. */
	private final Set<List<Object>> warned = Collections
		.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<List<Object>, Boolean> eldest) {
				return size() > REMEMBERED_WARNINGS;
			}

		}));

	WorkflowRuns(WorkflowEngine engine, Deployments deployments, DeploymentPins pins,
			List<WorkflowRunListener> listeners, RunObservations observations) {
		this.engine = engine;
		this.deployments = deployments;
		this.pins = pins;
		this.observations = observations;
		this.listeners = List.copyOf(listeners);
	}

	/** Whether a workflow runs at a trigger in the current request. */
	public boolean isLive(Trigger trigger) {
		return workflow(trigger).isPresent();
	}

	/**
	 * Fires a trigger that makes no tokens: runs its workflow, if there is one.
	 * @param trigger the trigger
	 * @param event the workflow's argument
	 */
	public Verdict fire(Trigger trigger, Event event) {
		return fire(trigger, () -> event, Claims.none());
	}

	/**
	 * Fires a trigger: runs its workflow, if there is one.
	 * @param trigger the trigger
	 * @param event makes the workflow's argument; not called if there is no workflow
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Verdict fire(Trigger trigger, Supplier<Event> event, Claims before) {
		return workflow(trigger)
			.map((deployed) -> run(deployed, event.get(), before).verdict(deployed.workflow().failurePolicy()))
			.orElse(Verdict.Allowed.WITHOUT_WORKFLOW);
	}

	/**
	 * The workflow of a trigger: of what is live, or of what the sign-in of the current
	 * request began with. Empty if there is none.
	 */
	public Optional<DeployedWorkflow> workflow(Trigger trigger) {
		return this.pins.at(trigger).flatMap((deployment) -> deployment.workflow(trigger));
	}

	/**
	 * Runs a workflow.
	 * @param deployed the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Outcome run(DeployedWorkflow deployed, Event event, Claims before) {
		Workflow workflow = deployed.workflow();
		Optional<Deployment> deployment = this.deployments.of(workflow);
		deployment.ifPresent((found) -> this.pins.ran(workflow.trigger(), found));
		long number = deployment.map(Deployment::number).orElse(0L);
		boolean preview = deployment.filter(this.pins::isPreview).isPresent();
		RunCalls calls = new RunCalls();
		AtomicReference<UnaryOperator<String>> mask = new AtomicReference<>((text) -> "");
		Outcome outcome = calls.during(() -> this.observations.observe(workflow, number, preview,
				() -> this.engine.run(deployed, event, before, mask::set)));
		outcome.log().forEach((line) -> log(level(line), workflow, outcome, line.message()));
		outcome.warnings().forEach((warning) -> warn(workflow, outcome, warning));
		outcome.failure()
			.filter(WorkflowRuns::isInWorkflowsWords)
			.ifPresent((failure) -> log(Level.WARN, workflow, outcome, words(failure)));
		logEnd(workflow, number, preview, outcome);
		this.suspensions.ended(deployed, outcome);
		if (!this.listeners.isEmpty()) {
			tell(new WorkflowRun(workflow, number, preview, event.masked(), before, outcome, calls.ended(),
					mask.get()));
		}
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

	/**
	 * Logs what is worth a look, once per deployment.
	 * @param workflow the workflow that it is about
	 * @param outcome what the run ended with that it is about
	 * @param warning what was found
	 */
	public void warn(Workflow workflow, Outcome outcome, Warning warning) {
		boolean first = this.warned.add(List.of(this.deployments.of(workflow).map(Deployment::number).orElse(0L),
				workflow.id(), warning.kind(), warning.token(), warning.claim(), warning.location()));
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

	private static boolean isInWorkflowsWords(Failure failure) {
		return !ENGINES_WORDS.contains(failure.kind());
	}

	private static String words(Failure failure) {
		StringBuilder text = new StringBuilder(failure.message());
		failure.excerpt().forEach((line) -> text.append('\n').append(line));
		append(text, "", failure.stack(), failure.causes());
		return text.toString();
	}

	private static void append(StringBuilder text, String indent, List<Failure.StackFrame> stack,
			List<Failure.Cause> causes) {
		stack.forEach((frame) -> text.append('\n').append(indent).append("  at ").append(frame));
		for (Failure.Cause cause : causes) {
			text.append('\n')
				.append(indent)
				.append("  [")
				.append(cause.relation())
				.append("]: ")
				.append(cause.message());
			append(text, indent + "  ", cause.stack(), cause.causes());
		}
	}

	/** The one line of a run: at most a message of the engine's own, and pairs. */
	private static void logEnd(Workflow workflow, long deployment, boolean preview, Outcome outcome) {
		Optional<Failure> failure = outcome.failure();
		boolean suspended = failure.filter((found) -> found.kind() == Failure.Kind.SUSPENDED).isPresent();
		Level level = (failure.isPresent() && !suspended) ? Level.ERROR
				: (outcome.status() == Outcome.Status.DENIED) ? Level.INFO : Level.DEBUG;
		if (!endsLogger.isEnabledForLevel(level)) {
			return;
		}
		LoggingEventBuilder line = endsLogger.atLevel(level)
			.addKeyValue("claimflow.workflow", workflow.id())
			.addKeyValue("claimflow.trigger", workflow.trigger().id())
			.addKeyValue("claimflow.deployment", deployment)
			.addKeyValue("claimflow.preview", preview)
			.addKeyValue("claimflow.run", outcome.runId())
			.addKeyValue("claimflow.status", outcome.status().name())
			.addKeyValue("claimflow.duration_ms", outcome.duration().toMillis());
		if (failure.isPresent()) {
			line = line.addKeyValue("claimflow.failure", failure.get().kind().name())
				.addKeyValue("claimflow.policy", workflow.failurePolicy().name());
			Optional<SourceLocation> location = failure.get().location();
			line = location.isPresent() ? line.addKeyValue("claimflow.location", location.get().toString()) : line;
		}
		line.log("[{} {}] {} after {} ms{}", workflow.id(), outcome.runId(), word(outcome), milliseconds(outcome),
				failure.map((found) -> describe(workflow, found)).orElse(""));
	}

	private static String word(Outcome outcome) {
		return switch (outcome.status()) {
			case COMPLETED -> "Completed";
			case DENIED -> outcome.failure().isPresent() ? "Denied, then failed" : "Denied";
			case FAILED -> "Failed";
		};
	}

	/** Two digits behind the point while these are most of it. */
	private static String milliseconds(Outcome outcome) {
		long micros = outcome.duration().toNanos() / 1000;
		return (micros < 10_000) ? String.format(Locale.ROOT, "%.2f", micros / 1000.0) : String.valueOf(micros / 1000);
	}

	private static String describe(Workflow workflow, Failure failure) {
		String location = failure.location().map((found) -> " at " + found).orElse("");
		String words = isInWorkflowsWords(failure) ? "" : ": " + failure.message();
		return " (" + failure.kind() + ", policy " + workflow.failurePolicy() + ")" + location + words;
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
