package io.claimflow.spring.git;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/workflowcommits}: what is known of the repository.
 */
@Endpoint(id = "workflowcommits")
final class GitEndpoint {

	private final GitStatus status;

	GitEndpoint(GitStatus status) {
		this.status = status;
	}

	@ReadOperation
	Descriptor repository() {
		return new Descriptor(this.status.report());
	}

	/**
	 * The answer, whose JSON does not depend on the application's own.
	 *
	 * @param repository what is known
	 */
	record Descriptor(GitStatus.Report repository) implements OperationResponseBody {

	}

}
