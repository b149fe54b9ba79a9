package io.claimflow.spring.management;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A user as the management calls show one. There is no password in it.
 *
 * @param id the value of {@code context.user.id} in the events of workflows
 * @param profile what is known about the user
 * @param suspended whether the user cannot sign in
 * @param organizations the codes of the organizations that the user belongs to
 * @param createdAt when the user was created, if that is known
 * @param billingCustomerId the user's identifier as a customer, if it has one
 */
public record ManagedUser(String id, UserProfile profile, boolean suspended, List<String> organizations,
		@Nullable Instant createdAt, @Nullable String billingCustomerId) {

	public ManagedUser {
		organizations = List.copyOf(organizations);
	}

}
