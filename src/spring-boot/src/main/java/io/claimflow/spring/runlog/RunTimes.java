package io.claimflow.spring.runlog;

import java.time.Duration;

/**
 * How long some runs of a workflow took.
 *
 * @param runs the number of these runs, at most {@value RunStore#TIMED}
 * @param median the time that half of them took at most
 * @param slow the time that 99 of 100 took at most
 */
public record RunTimes(long runs, Duration median, Duration slow) {

}
