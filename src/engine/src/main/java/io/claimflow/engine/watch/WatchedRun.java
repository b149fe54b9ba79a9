package io.claimflow.engine.watch;

import java.util.function.BooleanSupplier;

import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.admission.RunLengthHistory;

/**
 * A run that is watched.
 *
 * @param workflow the workflow's id
 * @param history what is known, and from then on, about the length of its runs
 * @param waited the time for which it waits until it may compute
 * @param suspect whether a limit has ended a run of the workflow, and none has ended by
 * itself since
 * @param yields whether it is paused while others compute
 */
public record WatchedRun(String workflow, RunLengthHistory history, PermitWait waited, BooleanSupplier suspect,
		boolean yields) {

}
