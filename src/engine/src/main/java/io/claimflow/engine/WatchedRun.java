package io.claimflow.engine;

/**
 * A run that is watched.
 *
 * @param workflow the workflow's id
 * @param history what is known, and from then on, about the length of its runs
 * @param waited the time for which it waits until it may compute
 * @param yields whether it is paused while others compute
 */
record WatchedRun(String workflow, RunLengthHistory history, PermitWait waited, boolean yields) {

}
