/**
 * The threads of runs, and the limits of time and memory that they keep whatever a script
 * does.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.engine.watch;

import org.jspecify.annotations.NullMarked;
