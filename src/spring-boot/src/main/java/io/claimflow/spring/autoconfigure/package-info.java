/**
 * The auto-configuration of the engine, and what is said of a configuration that is odd.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
