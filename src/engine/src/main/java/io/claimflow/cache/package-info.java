/**
 * Tokens of other systems that runs share until they expire.
 * <p>
 * Internal: {@link TokenCache}, {@link RefreshException} and
 * {@link InvalidTokenException} change without notice.
 */
@NullMarked
package io.claimflow.cache;

import org.jspecify.annotations.NullMarked;
