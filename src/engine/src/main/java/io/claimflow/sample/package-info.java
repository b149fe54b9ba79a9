/**
 * Typical events of triggers, and the claims that tokens have before a run: for runs that
 * nobody waits for. Internal: changes without notice.
 */
@NullMarked
package io.claimflow.sample;

import org.jspecify.annotations.NullMarked;
