/**
 * What commands are run with, and how they answer: text, colour, questions, progress,
 * JSON and exit codes.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli.terminal;

import org.jspecify.annotations.NullMarked;
