/**
 * Finds and reads a project: its <code>kinde.json</code>, its workflows and every file
 * they may import.
 * <p>
 * Internal: {@link ProjectFiles} and {@link SourceNames} change without notice.
 */
@NullMarked
package io.claimflow.project;

import org.jspecify.annotations.NullMarked;
