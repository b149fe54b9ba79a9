/**
 * The capabilities that a workflow can declare, a class each.
 */
@NullMarked
package io.claimflow.binding;

import org.jspecify.annotations.NullMarked;
