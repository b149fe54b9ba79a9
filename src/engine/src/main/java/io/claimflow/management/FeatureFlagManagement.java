package io.claimflow.management;

/**
 * An interface to the feature flags of organizations, for the management call
 * {@code organizations/{code}/feature_flags/{key}}. Only an application with feature
 * flags has a bean of this type. Whether there is such an organization has been checked
 * before, as far as the server manages them.
 */
@FunctionalInterface
public interface FeatureFlagManagement {

	/**
	 * Sets the value of a feature flag for one organization.
	 * @param value the value as text, such as {@code true} or {@code 12}
	 * @throws ApiException if there is no such flag, or it takes no such value
	 */
	void override(String organizationCode, String key, String value);

}
