package io.claimflow.spring.deployment.store;

/**
 * An application event: what is live has changed. It is published once, on the node where
 * the change was made, when the database has it.
 *
 * @param change what was changed, by whom, when and why
 * @param live what is live now
 */
public record DeploymentChangedEvent(LiveChange change, LiveState live) {

}
