/**
 * The command line tool: its entry, and the commands that concern the tool itself.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli;

import org.jspecify.annotations.NullMarked;
