package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/**
 * An organization to create.
 *
 * @param name the name for people
 * @param handle a unique name for URLs, or nothing
 * @param externalId its identifier in another system, or nothing
 * @param billingCustomer whether it becomes a customer
 */
public record NewOrganization(String name, @Nullable String handle, @Nullable String externalId,
		boolean billingCustomer) {

}
