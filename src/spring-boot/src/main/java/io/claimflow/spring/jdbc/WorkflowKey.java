package io.claimflow.spring.jdbc;

import java.time.Instant;

/**
 * A key of {@code kinde.secureFetch} as an operator sees it: without what it consists of.
 *
 * @param id its identifier, {@code key_} and 32 hexadecimal digits
 * @param workflowId the workflow that encrypts with it
 * @param active whether it encrypts; at most one key of a workflow does
 * @param createdAt when it was created
 */
public record WorkflowKey(String id, String workflowId, boolean active, Instant createdAt) {

}
