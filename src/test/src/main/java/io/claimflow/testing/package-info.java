/**
 * Tests for workflows on the engine that runs them: one run at a time, from Java, and the
 * tests that authors write in TypeScript.
 */
@NullMarked
package io.claimflow.testing;

import org.jspecify.annotations.NullMarked;
