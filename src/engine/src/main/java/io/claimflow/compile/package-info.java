/**
 * Turns a project's TypeScript and JavaScript into programs that a sandbox can link and
 * run, and back from their positions to the author's source.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.compile;

import org.jspecify.annotations.NullMarked;
