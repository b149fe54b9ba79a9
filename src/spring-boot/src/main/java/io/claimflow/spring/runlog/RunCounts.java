package io.claimflow.spring.runlog;

import java.time.Duration;

/**
 * How many runs of a workflow there were within some time, and how long they took. Runs
 * that are not kept, as {@code claimflow.runs.sample} has it, are not among them.
 *
 * @param trigger the identifier of the trigger
 * @param workflow the identifier of the workflow
 * @param runs the number of runs
 * @param failed how many of them failed
 * @param denied how many of them denied something
 * @param median the time that half of them took at most
 * @param slow the time that 99 of 100 took at most
 */
public record RunCounts(String trigger, String workflow, long runs, long failed, long denied, Duration median,
		Duration slow) {

}
