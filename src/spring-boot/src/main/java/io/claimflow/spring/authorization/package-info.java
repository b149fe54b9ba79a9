/**
 * Lets the application's stores of authorizations keep every claim that a workflow sets,
 * and issues no token whose authorization they could not read back. The stores stay what
 * they are.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.authorization;

import org.jspecify.annotations.NullMarked;
