package io.claimflow.spring.runlog;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.run.WorkflowRunListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * A listener that hands runs over to the log. It is on a request's way, so it does no
 * more than that.
 */
final class RunRecorder implements WorkflowRunListener {

	/** Where Micrometer's tracing puts it. */
	private static final String TRACE_ID = "traceId";

	private static final String GRANT_TYPE = "grant_type";

	private final double sample;

	private final InstantSource clock;

	private final Consumer<RunCapture> log;

	/**
	 * Creates a recorder.
	 * @param sample the share of completed runs that is kept
	 * @param log takes runs, and never waits
	 */
	RunRecorder(double sample, InstantSource clock, Consumer<RunCapture> log) {
		this.sample = sample;
		this.clock = clock;
		this.log = log;
	}

	@Override
	public void ran(WorkflowRun run) {
		if (isKept(run.outcome())) {
			boolean token = !run.before().tokens().isEmpty();
			this.log.accept(
					new RunCapture(run, this.clock.instant(), MDC.get(TRACE_ID), token ? parameter(GRANT_TYPE) : null));
		}
	}

	private boolean isKept(Outcome outcome) {
		return this.sample >= 1 || outcome.status() != Outcome.Status.COMPLETED
				|| !outcome.effects(Effect.InvalidateFormField.class).isEmpty()
				|| ThreadLocalRandom.current().nextDouble() < this.sample;
	}

	private static @Nullable String parameter(String name) {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest().getParameter(name) : null;
	}

}
