package io.claimflow.management;

import java.util.List;
import java.util.Optional;

/**
 * The organizations, for the management calls {@code organization} and
 * {@code organizations}.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface OrganizationManagement {

	/** Finds an organization by its code. */
	Optional<Organization> find(String code);

	/**
	 * Organizations in the order of their codes.
	 * @param after the code after which they begin, or an empty text for the first
	 * @param maximum the number of organizations to return at most
	 */
	default List<Organization> list(String after, int maximum) {
		throw ApiErrors.unavailable(OrganizationManagement.class, "a list of organizations");
	}

	/** Creates an organization, whose code it chooses. */
	Organization create(NewOrganization organization);

}
