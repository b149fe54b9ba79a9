/**
 * The triggers of the token endpoint: turns a grant into an event, and an outcome into
 * claims or an error.
 */
@NullMarked
package io.claimflow.spring.token;

import org.jspecify.annotations.NullMarked;
