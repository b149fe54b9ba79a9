/**
 * The model: what a workflow is, when it runs, and what a run ended with. Pure data, free
 * of any script engine.
 */
@NullMarked
package io.claimflow;

import org.jspecify.annotations.NullMarked;
