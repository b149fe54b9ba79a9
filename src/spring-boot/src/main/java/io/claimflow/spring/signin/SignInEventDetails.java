package io.claimflow.spring.signin;

import io.claimflow.spring.support.NewUserRecord;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;

/**
 * Supplies what the events of a sign-in, {@code user:post_authentication} and
 * {@code user:pre_mfa}, can tell and Spring Security alone does not know. A bean of this
 * type is asked once per run. A method that throws has the effect of a failed run.
 */
public interface SignInEventDetails {

	/**
	 * The name of a request attribute. Code that creates a user record in the request
	 * that signs the user in sets it to {@code Boolean.TRUE}. It is set already where a
	 * workflow of {@code user:existing_password_provided} had the record made, or a bean
	 * of {@code FederatedUserRecords}.
	 */
	String NEW_USER_RECORD = NewUserRecord.ATTRIBUTE;

	/**
	 * The identifier of the user.
	 * @param authentication what the user is signed in with
	 * @return the value of {@code context.user.id}, or null for the authentication's name
	 */
	default @Nullable String userId(Authentication authentication) {
		return null;
	}

	/**
	 * The connection through which the user signs in.
	 * @param authentication what the user is signed in with
	 * @return the value of {@code context.auth.connectionId}, or null for the
	 * registration's identifier of an identity provider, and else the name of the factor
	 */
	default @Nullable String connectionId(Authentication authentication) {
		return null;
	}

	/**
	 * The organization that the user signs in to, which only later moments of a sign-in
	 * can know, such as {@code user:pre_mfa}.
	 * @param authentication what the user is signed in with
	 * @return the value of {@code context.organization.code}, or null to leave it out
	 */
	default @Nullable String organizationCode(Authentication authentication) {
		return null;
	}

	/**
	 * Whether the user's record was created by this sign-in.
	 * @param authentication what the user is signed in with
	 * @return the value of {@code context.auth.isNewUserRecordCreated}, or null for what
	 * the request attribute {@link #NEW_USER_RECORD} says
	 */
	default @Nullable Boolean newUserRecordCreated(Authentication authentication) {
		return null;
	}

}
