/**
 * What workflow files of Kinde's say of themselves: reads their settings, and checks what
 * they use and do not have.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.settings;

import org.jspecify.annotations.NullMarked;
