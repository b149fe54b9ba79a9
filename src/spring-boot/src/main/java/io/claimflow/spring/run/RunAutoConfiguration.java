package io.claimflow.spring.run;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.observation.RunObservations;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * The bean that runs workflows.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class RunAutoConfiguration {

	@Bean
	WorkflowRuns claimflowWorkflowRuns(WorkflowEngine engine, Deployments deployments, DeploymentPins pins,
			ObjectProvider<WorkflowRunListener> listeners, RunObservations observations) {
		return new WorkflowRuns(engine, deployments, pins, listeners.orderedStream().toList(), observations);
	}

}
