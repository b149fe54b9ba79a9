/**
 * Assertions of AssertJ on what runs of workflows end with.
 */
@NullMarked
package io.claimflow.testing.assertj;

import org.jspecify.annotations.NullMarked;
