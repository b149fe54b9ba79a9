package io.claimflow.spring.deployment;

import java.time.InstantSource;
import java.util.Optional;

import io.claimflow.WarningPolicy;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.observation.DeployObservations;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * The beans that bring the project to life.
 */
@AutoConfiguration(afterName = "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration")
@ConditionalOnBean(WorkflowEngine.class)
@EnableConfigurationProperties({ ProjectProperties.class, PinProperties.class })
class DeploymentAutoConfiguration {

	/**
	 * An author who saves wants to know at once; a server starts with what ran before.
	 */
	@Bean
	WarningPolicy claimflowWarningPolicy(ProjectProperties properties, Environment environment,
			ResourceLoader resourceLoader) {
		WarningPolicy policy = properties.warnings();
		if (policy != null) {
			return policy;
		}
		return OnReload.isOn(environment, resourceLoader.getClassLoader()) ? WarningPolicy.REJECT : WarningPolicy.LOG;
	}

	@Bean
	Deployments claimflowDeployments(PinProperties properties, ObjectProvider<DeploymentLoader> loader) {
		return new Deployments(InstantSource.system(), properties.held(),
				() -> Optional.ofNullable(loader.getIfAvailable()));
	}

	@Bean
	DeploymentPins claimflowDeploymentPins(Deployments deployments, PinProperties properties,
			ObjectProvider<Previews> previews) {
		return new DeploymentPins(deployments,
				new RequestedPreviews(() -> Optional.ofNullable(previews.getIfAvailable())), properties.hold(),
				InstantSource.system());
	}

	@Bean
	DeploymentWarmUp claimflowDeploymentWarmUp(WorkflowEngine engine, ProjectProperties properties) {
		return new DeploymentWarmUp(engine, properties.toWarmUpTime(), properties.toPackageTimeWarning());
	}

	@Bean
	ProjectDeployer claimflowProjectDeployer(WorkflowEngine engine, Deployments deployments,
			ObjectProvider<DeploymentTarget> target, ProjectReader reader, ProjectProperties properties,
			ResourceLoader resourceLoader, Environment environment, ObjectProvider<ObservationRegistry> registry,
			DeploymentWarmUp warmUp) {
		ClassLoader loader = resourceLoader.getClassLoader();
		ClassLoader classLoader = (loader != null) ? loader : getClass().getClassLoader();
		String project = properties.project();
		return new ProjectDeployer(engine, deployments, target.getIfAvailable(() -> DeploymentTarget.of(deployments)),
				reader, OnReload.isOn(environment, classLoader) ? SourceFolder.of(project, classLoader) : project,
				new DeployObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP)), warmUp);
	}

	@Bean
	@Conditional(OnReload.class)
	ProjectWatcher claimflowProjectWatcher(ProjectDeployer deployer) {
		return new ProjectWatcher(deployer);
	}

}
