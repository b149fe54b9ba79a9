package io.claimflow.spring.token;

/**
 * What an operator can choose about workflows at the token endpoint.
 *
 * @param deniedError the error of a request to which a workflow denied access
 * @param sizeWarning the size of a signed token, in bytes, above which there is a warning
 * @param sizeMaximum the size of a signed token, in bytes, above which it is not issued
 */
public record TokenWorkflowSettings(DeniedError deniedError, int sizeWarning, int sizeMaximum) {

}
