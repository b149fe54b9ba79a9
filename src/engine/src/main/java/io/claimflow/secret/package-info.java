/**
 * Text that may be secret: masks what a run knows in all that it says, and reads and
 * writes JSON in buffers that serve no other text.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.secret;

import org.jspecify.annotations.NullMarked;
