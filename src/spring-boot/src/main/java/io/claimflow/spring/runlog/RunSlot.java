package io.claimflow.spring.runlog;

import java.time.Instant;

/**
 * How many runs of a workflow began within a slot of time.
 *
 * @param trigger the identifier of the trigger
 * @param workflow the identifier of the workflow
 * @param from the begin of the slot, a multiple of its length
 * @param runs the number of runs
 * @param failed how many of them failed
 * @param denied how many of them denied something
 */
public record RunSlot(String trigger, String workflow, Instant from, long runs, long failed, long denied) {

}
