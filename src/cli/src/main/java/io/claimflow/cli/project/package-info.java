/**
 * Commands about the author's project: they begin one, check it, build it and write its
 * types.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli.project;

import org.jspecify.annotations.NullMarked;
