package io.claimflow.spring.git;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.git.remote.GitRepository;
import io.claimflow.spring.git.remote.GitSettings;
import io.claimflow.spring.jdbc.RecurringWork;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Deploys the commits of a repository, if one is named.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.jdbc.JdbcAutoConfiguration",
		"io.claimflow.spring.deployment.store.DeploymentStoreAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
		"org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration" })
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnProperty("claimflow.git.uri")
@EnableConfigurationProperties(GitProperties.class)
class GitAutoConfiguration {

	@Bean
	GitPoller claimflowGitPoller(GitProperties properties, ObjectProvider<DeploymentStore> store,
			ObjectProvider<DeploymentStatus> status, ObjectProvider<RecurringWork> leases, WorkflowEngine engine,
			ProjectReader reader, SslBundles bundles) {
		GitSettings settings = new GitConfiguration(properties, bundles).settings(reader.limits());
		DeploymentStore deployments = store.getIfAvailable();
		if (deployments == null) {
			throw GitConfiguration.invalid("uri",
					"Commits become deployments in the database: set claimflow.deployments.enabled=true.");
		}
		return new GitPoller(new GitRepository(settings),
				new GitDeployer(engine, deployments, settings.uri().text(), properties.live()), leases.getObject(),
				name(settings), status.getObject().node(), properties);
	}

	/** Another branch or folder is other work, also while both are there. */
	private static String name(GitSettings settings) {
		String text = settings.uri() + "\n" + settings.branch() + "\n" + settings.folder();
		return "git-" + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	@Bean
	GitStatus claimflowGitStatus(GitProperties properties, GitPoller poller) {
		return new GitStatus(properties, poller);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
	static class EndpointConfiguration {

		@Bean
		@ConditionalOnAvailableEndpoint
		GitEndpoint claimflowGitEndpoint(GitStatus status) {
			return new GitEndpoint(status);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
	static class HealthConfiguration {

		@Bean
		@ConditionalOnEnabledHealthIndicator("workflow-commits")
		GitHealthIndicator workflowCommitsHealthIndicator(GitStatus status) {
			return new GitHealthIndicator(status);
		}

	}

}
