package io.claimflow.spring.actuate;

import io.claimflow.engine.EngineLoad;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * {@code /actuator/workflows}: what is live, how it does, and what was rejected.
 */
@Endpoint(id = "workflows")
final class WorkflowsEndpoint {

	private final WorkflowStatus status;

	WorkflowsEndpoint(WorkflowStatus status) {
		this.status = status;
	}

	@ReadOperation
	Descriptor workflows() {
		WorkflowStatus.Report report = this.status.report();
		return new Descriptor(report.deployment(), report.rejected(), report.store(), report.load());
	}

	/**
	 * The answer, whose JSON does not depend on the application's own.
	 *
	 * @param deployment what is live
	 * @param rejected the project as its files are now, if it was rejected
	 * @param store what this node knows of the store of deployments, or null if there is
	 * none
	 * @param load what the engine has to do
	 */
	record Descriptor(WorkflowStatus.@Nullable LiveDeployment deployment,
			WorkflowStatus.@Nullable RejectedProject rejected, WorkflowStatus.@Nullable StoreReport store,
			EngineLoad load) implements OperationResponseBody {

	}

}
