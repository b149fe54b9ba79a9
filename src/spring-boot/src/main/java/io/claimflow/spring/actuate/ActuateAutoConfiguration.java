package io.claimflow.spring.actuate;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that show an operator how workflows do, each only where it is of use.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
class ActuateAutoConfiguration {

	@Bean
	RunHistory claimflowRunHistory(Deployments deployments) {
		return new RunHistory(deployments);
	}

	@Bean
	WorkflowStatus claimflowWorkflowStatus(WorkflowEngine engine, Deployments deployments, ProjectDeployer deployer,
			RunHistory history, ObjectProvider<DeploymentStatus> store) {
		return new WorkflowStatus(engine, deployments, deployer, history, store.getIfAvailable());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnAvailableEndpoint
		WorkflowsEndpoint claimflowWorkflowsEndpoint(WorkflowStatus status) {
			return new WorkflowsEndpoint(status);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		@Bean
		@ConditionalOnEnabledHealthIndicator("workflows")
		WorkflowsHealthIndicator workflowsHealthIndicator(WorkflowStatus status) {
			return new WorkflowsHealthIndicator(status);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterBinder.class)
	static class GaugeConfiguration {

		@Bean
		WorkflowGauges claimflowWorkflowGauges(WorkflowStatus status) {
			return new WorkflowGauges(status);
		}

	}

}
