/**
 * Projects of workflows in tests of JUnit.
 */
@NullMarked
package io.claimflow.testing.junit;

import org.jspecify.annotations.NullMarked;
