/**
 * The pages of runs: what ran, what one run did, and what one would do. Internal: changes
 * without notice.
 */
@NullMarked
package io.claimflow.spring.console.runs;

import org.jspecify.annotations.NullMarked;
