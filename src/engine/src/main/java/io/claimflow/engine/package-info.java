/**
 * Deploys compiled workflows and runs them: isolation, limits and outcomes. The only room
 * that starts a script engine.
 * <p>
 * Internal: {@link Suggestion} changes without notice.
 */
@NullMarked
package io.claimflow.engine;

import org.jspecify.annotations.NullMarked;
