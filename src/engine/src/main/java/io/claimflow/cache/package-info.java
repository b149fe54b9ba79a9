/**
 * Tokens of other systems that runs share until they expire.
 */
@NullMarked
package io.claimflow.cache;

import org.jspecify.annotations.NullMarked;
