/**
 * The capabilities that a workflow can declare, a class each.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.binding;

import org.jspecify.annotations.NullMarked;
