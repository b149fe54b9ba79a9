/**
 * Which runs may begin, and how many go on at a time: a circuit breaker, a bulkhead and
 * permits to compute.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.engine.admission;

import org.jspecify.annotations.NullMarked;
