/**
 * The run log: a row for each run of a workflow, written off the request's way. Off
 * unless an operator turns it on.
 */
@NullMarked
package io.claimflow.spring.runlog;

import org.jspecify.annotations.NullMarked;
