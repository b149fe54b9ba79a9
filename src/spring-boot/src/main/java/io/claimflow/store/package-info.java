/**
 * Lets the server's stores keep every claim that a workflow can set.
 */
@NullMarked
package io.claimflow.store;

import org.jspecify.annotations.NullMarked;
