/**
 * Deployments from a git repository: one node at a time looks at a branch, and each
 * commit that changes the project becomes a deployment.
 */
@NullMarked
package io.claimflow.spring.git;

import org.jspecify.annotations.NullMarked;
