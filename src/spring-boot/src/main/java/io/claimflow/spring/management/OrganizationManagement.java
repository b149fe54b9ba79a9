package io.claimflow.spring.management;

import java.util.Optional;

/**
 * The organizations, for the management call {@code organization}.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface OrganizationManagement {

	/** Finds an organization by its code. */
	Optional<Organization> find(String code);

	/** Creates an organization, whose code it chooses. */
	Organization create(NewOrganization organization);

}
