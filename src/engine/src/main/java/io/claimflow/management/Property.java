package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/**
 * A property of a user, an application or an organization.
 *
 * @param id the identifier of the property, whoever has it
 * @param key the key
 * @param name a name for people
 * @param description a description, if there is one
 * @param value the value, if there is one
 */
public record Property(String id, String key, String name, @Nullable String description, @Nullable String value) {

	/** Without the value. */
	@Override
	public String toString() {
		return "Property[key=" + this.key + "]";
	}

}
