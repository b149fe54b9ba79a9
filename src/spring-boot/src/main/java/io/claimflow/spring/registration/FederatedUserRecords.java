package io.claimflow.spring.registration;

/**
 * Tells which users of identity providers have a record here, and makes the records of
 * those who have none, once the workflow of {@code user:pre_registration} has let them
 * in. A bean of this type is asked once per federated sign-in, before its session begins.
 * <p>
 * Its methods may throw an
 * {@link org.springframework.security.core.AuthenticationException}, which ends the
 * sign-in at the application's {@code AuthenticationFailureHandler}, as for an address
 * that belongs to somebody else. Whatever else they throw ends the sign-in too.
 */
@FunctionalInterface
public interface FederatedUserRecords {

	/**
	 * Whether there is a record of a user. Know users by the provider and by what it
	 * calls them: an address can get another owner.
	 * @param user the user
	 */
	boolean exists(FederatedUser user);

	/**
	 * Makes the record of a user who has none.
	 * @param user the user
	 * @return whether a record was made; not if other code makes it later in the sign-in
	 */
	default boolean create(FederatedUser user) {
		return false;
	}

}
