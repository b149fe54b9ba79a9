/**
 * What is Kinde's alone: names and shapes that its workflows, projects and events have,
 * and no rule of the engine's. Other rooms ask here, so that another dialect can stand
 * beside it.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.kinde;

import org.jspecify.annotations.NullMarked;
