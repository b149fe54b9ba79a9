/**
 * Signing up: {@code user:pre_registration} and {@code user:new_username_provided} for
 * the forms of an application.
 */
@NullMarked
package io.claimflow.spring.registration;

import org.jspecify.annotations.NullMarked;
