package io.claimflow.management;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A user as the management calls show one. There is no password in it.
 *
 * @param id the value of {@code context.user.id} in the events of workflows
 * @param profile what is known about the user
 * @param suspended whether the user cannot sign in
 * @param identities what the user is known by
 * @param organizations the codes of the organizations that the user belongs to
 * @param createdAt when the user was created, if that is known
 * @param billingCustomerId the user's identifier as a customer, if it has one
 */
public record ManagedUser(String id, UserProfile profile, boolean suspended, List<UserIdentity> identities,
		List<String> organizations, @Nullable Instant createdAt, @Nullable String billingCustomerId) {

	public ManagedUser {
		identities = List.copyOf(identities);
		organizations = List.copyOf(organizations);
	}

	/** A user who is known by nothing but what is in the profile. */
	public ManagedUser(String id, UserProfile profile, boolean suspended, List<String> organizations,
			@Nullable Instant createdAt, @Nullable String billingCustomerId) {
		this(id, profile, suspended, identities(profile), organizations, createdAt, billingCustomerId);
	}

	private static List<UserIdentity> identities(UserProfile profile) {
		List<UserIdentity> identities = new ArrayList<>();
		add(identities, "email", profile.email());
		add(identities, "username", profile.username());
		add(identities, "phone", profile.phone());
		return identities;
	}

	private static void add(List<UserIdentity> identities, String type, @Nullable String identity) {
		if (identity != null) {
			identities.add(new UserIdentity(type, identity));
		}
	}

}
