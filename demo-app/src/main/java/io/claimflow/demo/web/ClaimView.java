package io.claimflow.demo.web;

import io.claimflow.demo.change.ClaimChange;
import org.jspecify.annotations.Nullable;

/**
 * A claim as the page shows it.
 *
 * @param name the claim's name
 * @param json the claim's value as JSON, or null if the claim was removed
 * @param note what the value means, if a person would not see that
 * @param change what a workflow did to the claim, or null if nothing
 * @param before the value as JSON that the server had given it, if a workflow changed or
 * removed it
 */
public record ClaimView(String name, @Nullable String json, @Nullable String note, @Nullable ClaimChange change,
		@Nullable String before) {

}
