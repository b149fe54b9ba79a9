package io.claimflow.management;

import java.util.Optional;

/**
 * The users, for the management calls {@code user}, {@code users},
 * {@code users/{id}/password} and {@code users/{id}/identities}. Users that are created
 * here can sign in once they have a password. No workflow runs for what is done here.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface UserManagement {

	/**
	 * Finds a user.
	 * @param id the value of {@code context.user.id}
	 */
	Optional<ManagedUser> find(String id);

	/**
	 * Finds the user with an email address, in whatever case it is written.
	 */
	Optional<ManagedUser> findByEmail(String email);

	/**
	 * Creates a user who cannot sign in with a password yet. If there is one of the same
	 * email address, username or phone number, that one is left as it is.
	 */
	Creation create(NewUser user);

	/**
	 * Sets a user's password.
	 * @param id the user
	 * @param encodedPassword the password in the form in which the application's
	 * {@code PasswordEncoder} verifies it
	 * @return whether there is such a user
	 */
	boolean setPassword(String id, String encodedPassword);

	/**
	 * Changes what is known about a user.
	 * @param id the user
	 * @return the user after the change, or empty if there is no such user
	 */
	default Optional<ManagedUser> update(String id, UserChange change) {
		throw ApiErrors.unavailable(UserManagement.class, "changes to users");
	}

	/**
	 * Adds an identity to a user.
	 * @param id the user
	 * @return the identifier of the identity, or empty if there is no such user
	 * @throws ApiException if another user has the identity
	 */
	default Optional<String> addIdentity(String id, UserIdentity identity) {
		throw ApiErrors.unavailable(UserManagement.class, "further identities of users");
	}

	/**
	 * What came of creating a user.
	 *
	 * @param id the user's identifier
	 * @param created whether the user is new
	 */
	record Creation(String id, boolean created) {

	}

}
