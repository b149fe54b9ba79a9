/**
 * Passwords: {@code user:existing_password_provided} at every login with a password, and
 * {@code user:new_password_provided} for the forms of an application.
 */
@NullMarked
package io.claimflow.spring.password;

import org.jspecify.annotations.NullMarked;
