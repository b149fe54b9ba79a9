package io.claimflow.spring.console.runs;

import java.util.Map;

import io.claimflow.spring.runlog.RunSummary;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Leads from a run to what other systems have of it.
 *
 * @param trace the address of a trace, in which <code>{traceId}</code> stands for its
 * identifier, or null if none is known
 * @param log the address of log lines, in which <code>{runId}</code> and
 * <code>{traceId}</code> stand for the identifiers, or null if none is known
 */
public record OtherPages(@Nullable String trace, @Nullable String log) {

	/** The address of the trace of a run, or null if there is none. */
	@Nullable String traceOf(RunSummary run) {
		return run.traceId().isPresent() ? address(this.trace, run) : null;
	}

	/** The address of the log lines of a run, or null if there is none. */
	@Nullable String logOf(RunSummary run) {
		return address(this.log, run);
	}

	private static @Nullable String address(@Nullable String template, RunSummary run) {
		return (template == null) ? null
				: UriComponentsBuilder.fromUriString(template)
					.encode()
					.buildAndExpand(Map.of("runId", run.runId(), "traceId", run.traceId().orElse("")))
					.toUriString();
	}

}
