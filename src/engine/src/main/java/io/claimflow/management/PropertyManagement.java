package io.claimflow.management;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The properties of users, applications and organizations, for the management calls that
 * end in {@code properties}. Whether there is such an owner has been checked before.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
public interface PropertyManagement {

	/** The properties of an owner, in the order of their keys. */
	List<Property> list(PropertyOwner owner, String ownerId);

	/**
	 * Sets properties, all or none. Others stay as they are.
	 * @param values the values by their keys; null takes a property away
	 */
	void update(PropertyOwner owner, String ownerId, Map<String, @Nullable String> values);

}
