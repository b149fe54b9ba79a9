/**
 * The plans that accounts can have.
 */
@NullMarked
package io.claimflow.demo.plan;

import org.jspecify.annotations.NullMarked;
