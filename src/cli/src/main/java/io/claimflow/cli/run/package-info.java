/**
 * Commands that run workflows: once, and in tests.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli.run;

import org.jspecify.annotations.NullMarked;
