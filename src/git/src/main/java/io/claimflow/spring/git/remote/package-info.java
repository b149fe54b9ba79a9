/**
 * Reads the head of a branch of a git repository elsewhere, within limits; alone in
 * knowing JGit.
 * <p>
 * Internal: changes without notice.
 */
@NullMarked
package io.claimflow.spring.git.remote;

import org.jspecify.annotations.NullMarked;
