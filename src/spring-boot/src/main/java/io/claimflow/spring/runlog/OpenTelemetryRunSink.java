package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.claimflow.Outcome;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.context.Context;

/**
 * Sends runs on as log records of OpenTelemetry, one for each. The SDK of the application
 * exports them, in batches and from a bounded queue of its own: it drops what finds no
 * room there.
 */
final class OpenTelemetryRunSink implements RunSink {

	/** The name of each record's event, and of the scope that they are of. */
	static final String NAME = "claimflow.run";

	private static final AttributeKey<List<String>> CHANGED = AttributeKey.stringArrayKey("claimflow.claims.changed");

	private final Logger logger;

	private final RunJson json;

	private final boolean withValues;

	/**
	 * Creates a sink.
	 * @param withValues whether values of claims are sent, too, where the log has them
	 */
	OpenTelemetryRunSink(OpenTelemetry openTelemetry, RunJson json, boolean withValues) {
		this.logger = openTelemetry.getLogsBridge().get(NAME);
		this.json = json;
		this.withValues = withValues;
	}

	@Override
	public void write(List<RunRecord> runs) {
		runs.forEach(this::write);
	}

	private void write(RunRecord run) {
		RunSummary summary = run.summary();
		// No span is current on this thread, and the one of the run is over.
		LogRecordBuilder log = this.logger.logRecordBuilder()
			.setContext(Context.root())
			.setEventName(NAME)
			.setTimestamp(summary.startedAt())
			.setObservedTimestamp(Instant.now())
			.setSeverity(severity(summary.status()))
			.setBody("%s %s %s".formatted(summary.trigger(), summary.workflow(), summary.status()))
			.setAttribute("claimflow.run.id", summary.runId())
			.setAttribute("claimflow.workflow", summary.workflow())
			.setAttribute("claimflow.trigger", summary.trigger())
			.setAttribute("claimflow.deployment", summary.deployment())
			.setAttribute("claimflow.preview", summary.choice() == RunSummary.Choice.PREVIEW)
			.setAttribute("claimflow.node", summary.node())
			.setAttribute("claimflow.status", summary.status().name())
			.setAttribute("claimflow.duration", seconds(summary.duration()))
			.setAttribute("claimflow.cpu_time", seconds(summary.cpuTime()))
			.setAttribute(CHANGED, summary.changed())
			.setAttribute("claimflow.detail", this.json.write(run.detail()));
		summary.traceId().ifPresent((trace) -> log.setAttribute("trace_id", trace));
		summary.client().ifPresent((client) -> log.setAttribute("claimflow.client", client));
		summary.user().ifPresent((user) -> {
			log.setAttribute("claimflow.user", user.id());
			log.setAttribute("claimflow.user.hashed", user.hashed());
		});
		summary.origin().ifPresent((origin) -> log.setAttribute("claimflow.origin", origin));
		summary.grant().ifPresent((grant) -> log.setAttribute("claimflow.grant", grant));
		summary.failure().ifPresent((failure) -> log.setAttribute("claimflow.failure", failure.name()));
		summary.place().ifPresent((place) -> log.setAttribute("claimflow.place", place));
		if (this.withValues) {
			run.values().ifPresent((values) -> log.setAttribute("claimflow.values", this.json.write(values)));
		}
		log.emit();
	}

	private static Severity severity(Outcome.Status status) {
		return switch (status) {
			case COMPLETED -> Severity.INFO;
			case DENIED -> Severity.WARN;
			case FAILED -> Severity.ERROR;
		};
	}

	private static double seconds(Duration time) {
		return time.toNanos() / 1e9;
	}

}
