package io.claimflow.demo.plan;

import java.util.List;

/**
 * Why an account cannot have a plan, in words to its user.
 *
 * @param message the one sentence
 * @param reasons what there is to know or to do; it may be empty
 */
public record PlanRefusal(String message, List<String> reasons) {

}
