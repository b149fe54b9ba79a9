package io.claimflow.management;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An organization.
 *
 * @param code the value of {@code context.organization.code} in the events of workflows
 * @param name the name for people
 * @param handle a unique name for URLs, if it has one
 * @param externalId its identifier in another system, if it has one
 * @param createdAt when it was created
 * @param billingCustomerId its identifier as a customer, if it has one
 */
public record Organization(String code, String name, @Nullable String handle, @Nullable String externalId,
		Instant createdAt, @Nullable String billingCustomerId) {

}
