/**
 * Brings a project to life at the start, and again when its files change.
 * <p>
 * Internal: {@link Deployment}, {@link Deployments}, {@link DeploymentPins},
 * {@link DeploymentLoader}, {@link DeploymentTarget}, {@link DeploymentWarmUp} and
 * {@link Previews} change without notice.
 */
@NullMarked
package io.claimflow.spring.deployment;

import org.jspecify.annotations.NullMarked;
