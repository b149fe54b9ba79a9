/**
 * Commands about what a server runs, over its HTTP interface of deployments.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.cli.server;

import org.jspecify.annotations.NullMarked;
