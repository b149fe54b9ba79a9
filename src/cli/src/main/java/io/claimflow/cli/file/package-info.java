/**
 * Files that are written whole or not at all.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli.file;

import org.jspecify.annotations.NullMarked;
