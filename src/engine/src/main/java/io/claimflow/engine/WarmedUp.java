package io.claimflow.engine;

import java.time.Duration;

/**
 * What came of warming up a workflow. Times are of one processor, and get less with each
 * run until the virtual machine has compiled what runs often.
 *
 * @param workflow the workflow's identifier
 * @param runs the number of runs
 * @param first the time that the first run computed
 * @param last the time that the last run computed
 * @param packages the part of that in which the packages were evaluated which the
 * workflow imports, as they are for each run; zero if it imports none
 * @param complete whether the last run came to the end of the workflow, which not all can
 * do without calls and data
 */
public record WarmedUp(String workflow, int runs, Duration first, Duration last, Duration packages, boolean complete) {

}
