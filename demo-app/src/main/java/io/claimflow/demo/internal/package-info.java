/**
 * A small HTTP service of its own port, for workflows alone: the old user base, and what
 * this server does for its workflows.
 */
@NullMarked
package io.claimflow.demo.internal;

import org.jspecify.annotations.NullMarked;
