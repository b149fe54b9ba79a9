/**
 * What a person has asked for before they were sent to sign in or to sign up, and the
 * events that tell of it.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.request;

import org.jspecify.annotations.NullMarked;
