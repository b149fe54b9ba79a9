/**
 * A built project as pure data: its sources, its compiled programs, and what a server
 * needs to run them without a compiler.
 */
@NullMarked
package io.claimflow.artifact;

import org.jspecify.annotations.NullMarked;
