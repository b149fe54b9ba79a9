/**
 * The types of workflows, for editors and for {@code tsc}.
 */
@NullMarked
package io.claimflow.typings;

import org.jspecify.annotations.NullMarked;
