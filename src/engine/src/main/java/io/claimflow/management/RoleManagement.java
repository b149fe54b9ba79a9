package io.claimflow.management;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An interface to the roles and permissions that users have in organizations, for the
 * management calls {@code organizations/{code}/users/{id}/roles} and
 * {@code …/permissions}. Only an application that knows of roles has a bean of this type.
 * Whether there are such an organization and such a user has been checked before, as far
 * as the server manages them.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface RoleManagement {

	/** The roles of a user in an organization. */
	List<Role> roles(String organizationCode, String userId);

	/** The permissions of a user in an organization, from whichever role. */
	List<Permission> permissions(String organizationCode, String userId);

	/**
	 * A role.
	 *
	 * @param id its identifier
	 * @param key the key by which code tells it
	 * @param name a name for people
	 */
	record Role(String id, String key, String name) {

	}

	/**
	 * A permission.
	 *
	 * @param id its identifier
	 * @param key the key by which code tells it
	 * @param name a name for people
	 * @param description a description, if there is one
	 * @param roles the roles that it comes from
	 */
	record Permission(String id, String key, String name, @Nullable String description, List<Role> roles) {

		public Permission {
			roles = List.copyOf(roles);
		}

	}

}
