/**
 * JSON that may hold something secret.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.json;

import org.jspecify.annotations.NullMarked;
