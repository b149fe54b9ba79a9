package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.claimflow.Failure;
import io.claimflow.Outcome;

/**
 * What a list of runs shows of one. It has names, and no value of a claim. Texts are on
 * one line and of a bounded length.
 *
 * @param runId the identifier that the server's log has, too
 * @param startedAt when it began, by the clock of its node
 * @param traceId the trace of its request, if there is a tracer
 * @param workflow the identifier of the workflow
 * @param trigger the identifier of the trigger
 * @param deployment the number of the deployment that the workflow is of, or 0 if that is
 * not known any more
 * @param choice why it was this deployment
 * @param node the node on which it ran
 * @param client the identifier of the client, if the event has one
 * @param user the user, if the event has one
 * @param origin what led to it, such as {@code refresh_token_request}, if the event says
 * @param grant the grant of a token request, such as {@code authorization_code}
 * @param status how it ended
 * @param failure why it failed, if it did; a denied run can have failed afterwards
 * @param place where it failed in the author's source, as file, line and column
 * @param duration the time from start to end on the wall clock
 * @param cpuTime the part of it in which it computed; zero for a run that an older
 * release has recorded
 * @param changed the names of the claims that were added, removed, changed, retyped or
 * refused
 */
public record RunSummary(String runId, Instant startedAt, Optional<String> traceId, String workflow, String trigger,
		long deployment, Choice choice, String node, Optional<String> client, Optional<User> user,
		Optional<String> origin, Optional<String> grant, Outcome.Status status, Optional<Failure.Kind> failure,
		Optional<String> place, Duration duration, Duration cpuTime, List<String> changed) {

	public RunSummary {
		changed = List.copyOf(changed);
	}

	/** Names the run, and keeps who it was about out of logs. */
	@Override
	public String toString() {
		return "RunSummary[runId=" + this.runId + ", workflow=" + this.workflow + ", status=" + this.status + "]";
	}

	/** Why a run was of its deployment. */
	public enum Choice {

		/** It was live, or was when what the run belongs to began. */
		LIVE,
		/** Somebody previewed it. */
		PREVIEW

	}

	/**
	 * The user of a run.
	 *
	 * @param id the identifier of the user, or a keyed hash of it
	 * @param hashed whether it is a hash, which is the same for all runs of the user
	 * under one key
	 */
	public record User(String id, boolean hashed) {

	}

}
