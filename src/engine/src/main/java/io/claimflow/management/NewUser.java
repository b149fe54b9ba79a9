package io.claimflow.management;

import org.jspecify.annotations.Nullable;

/**
 * A user to create.
 *
 * @param profile what is known about the user; it has an email address, a username or a
 * phone number at least
 * @param organizationCode the code of the organization to join, if there is one
 */
public record NewUser(UserProfile profile, @Nullable String organizationCode) {

}
