/**
 * Brings a project to life at the start, and again when its files change.
 * <p>
 * Internal: {@link Deployments} and {@link Deployment} change without notice.
 */
@NullMarked
package io.claimflow.spring.deployment;

import org.jspecify.annotations.NullMarked;
