package io.claimflow.spring.token;

/**
 * What an operator can choose about workflows at the token endpoint.
 *
 * @param deniedError the error of a request to which a workflow denied access
 */
public record TokenWorkflowSettings(DeniedError deniedError) {

}
