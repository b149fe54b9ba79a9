package io.claimflow.spring.runlog;

/**
 * A run that is stored.
 *
 * @param number its place among all that are stored: the later it was written, the higher
 * @param summary what is known of it at a glance
 */
public record StoredRun(long number, RunSummary summary) {

}
