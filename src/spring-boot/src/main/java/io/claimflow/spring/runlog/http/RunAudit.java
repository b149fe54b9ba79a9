package io.claimflow.spring.runlog.http;

import io.claimflow.spring.http.Caller;
import io.claimflow.spring.http.LogText;
import io.claimflow.spring.runlog.RunAccessEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Says who has looked at values of claims, and who has exported or removed what there is
 * of a user: a line of the log and an event of the application each, without what was
 * seen and without the user.
 */
public final class RunAudit {

	private static final Logger logger = LoggerFactory.getLogger("io.claimflow.spring.runlog.audit");

	private static final int TEXT = 500;

	private final ApplicationEventPublisher events;

	/**
	 * Creates an audit log.
	 * @param events gets the events
	 */
	public RunAudit(ApplicationEventPublisher events) {
		this.events = events;
	}

	/**
	 * Says that somebody has seen the values of a run's claims.
	 * @param caller who it was, such as {@code client:ops}
	 */
	public void values(String caller, String runId) {
		say(new RunAccessEvent(caller, RunAccessEvent.Action.VALUES, runId, 1));
	}

	/**
	 * Says that somebody has tried what a workflow does.
	 * @param caller who it was
	 * @param runId the run, which is in no log of runs
	 * @param calls whether its calls were made
	 */
	public void tried(String caller, String runId, String workflow, long deployment, boolean calls) {
		RunAccessEvent.Action action = calls ? RunAccessEvent.Action.TRY_WITH_CALLS : RunAccessEvent.Action.TRY;
		logger.info("{} by {}: the workflow {} of deployment {}, run {}", action, text(caller), text(workflow),
				deployment, runId);
		this.events.publishEvent(new RunAccessEvent(caller, action, runId, 1));
	}

	void exported(Caller caller, long runs) {
		say(new RunAccessEvent(caller.name(), RunAccessEvent.Action.EXPORT, "", runs));
	}

	void removed(Caller caller, long runs) {
		say(new RunAccessEvent(caller.name(), RunAccessEvent.Action.REMOVE, "", runs));
	}

	private void say(RunAccessEvent event) {
		logger.info("{} by {}: {} runs {}", event.action(), text(event.caller()), event.runs(), event.runId());
		this.events.publishEvent(event);
	}

	private static String text(String text) {
		return LogText.of(text, TEXT);
	}

}
