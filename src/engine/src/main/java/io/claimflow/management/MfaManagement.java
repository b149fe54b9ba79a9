package io.claimflow.management;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The second factors of users, for the management call {@code users/{id}/mfa}. Whether
 * there is such a user has been checked before.
 * <p>
 * A method that cannot do what it is asked throws an {@link ApiException}, which says to
 * the caller what is wrong.
 */
@FunctionalInterface
public interface MfaManagement {

	/** The second factor of a user, or empty if the user has none. */
	Optional<Factor> find(String userId);

	/**
	 * A second factor.
	 *
	 * @param id its identifier
	 * @param type what it is, such as {@code email}, {@code sms} or
	 * {@code authenticator_app}
	 * @param name what tells it from others, such as an email address
	 * @param verified whether the user has used it once
	 * @param usageCount how often it was used
	 * @param createdAt when it was set up
	 * @param lastUsedAt when it was used last, if it was
	 */
	record Factor(String id, String type, @Nullable String name, boolean verified, int usageCount, Instant createdAt,
			@Nullable Instant lastUsedAt) {

	}

}
