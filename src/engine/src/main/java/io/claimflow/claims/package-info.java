/**
 * What a run may do to the claims of a token: which are protected, what counts as a
 * change, how large a token may grow. Pure functions over JSON types.
 * <p>
 * Internal: {@link ClaimChanges}, {@link ClaimPolicy}, {@link InexactNumbers},
 * {@link JsonEquality}, {@link ProtectedClaims} and {@link TokenBudget} change without
 * notice.
 */
@NullMarked
package io.claimflow.claims;

import org.jspecify.annotations.NullMarked;
