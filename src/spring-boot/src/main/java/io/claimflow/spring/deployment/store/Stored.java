package io.claimflow.spring.deployment.store;

/**
 * What storing came to.
 *
 * @param deployment the deployment
 * @param created whether it is new; otherwise one of that digest was there already
 */
public record Stored(StoredDeployment deployment, boolean created) {

}
