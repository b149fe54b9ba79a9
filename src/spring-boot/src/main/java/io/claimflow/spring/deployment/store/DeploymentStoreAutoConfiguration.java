package io.claimflow.spring.deployment.store;

import javax.sql.DataSource;

import io.claimflow.encryption.KeyRing;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.DeploymentLoader;
import io.claimflow.spring.deployment.DeploymentTarget;
import io.claimflow.spring.deployment.DeploymentWarmUp;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.jdbc.KeyedRows;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps deployments in the database, if that is asked for. Then it has to be possible: a
 * server that does not know what is live does not start.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnBooleanProperty("claimflow.deployments.enabled")
@EnableConfigurationProperties(DeploymentProperties.class)
class DeploymentStoreAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcClient.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	static class Jdbc {

		/** It is there where an author's saves are deployed. */
		private static final String WATCHER = "claimflowProjectWatcher";

		@Bean
		@DependsOnDatabaseInitialization
		DeploymentDatabase claimflowDeploymentDatabase(DataSource dataSource, KeyRing keys,
				DeploymentProperties properties) {
			if (keys.isEmpty()) {
				throw new DeploymentStartException(
						"claimflow.deployments.enabled is true, but there is no key with which deployments are"
								+ " authenticated: whoever can write to the database could bring code to life",
						"Set claimflow.encryption.keys.k1 to Base64 of 32 random bytes, as 'openssl rand -base64 32'"
								+ " makes them, the same on every node. Keep it out of the database.",
						null);
			}
			return DeploymentDatabase.of(dataSource, keys, properties);
		}

		@Bean
		LiveNode claimflowLiveNode(DeploymentDatabase database, DeploymentRuntime runtime,
				DeploymentProperties properties) {
			return new LiveNode(database.deployments(), database.live(), runtime, properties.pollTimeout(),
					System::nanoTime);
		}

		@Bean
		DeploymentStore claimflowDeploymentStore(DeploymentDatabase database, LiveNode node,
				ApplicationEventPublisher events, DeploymentProperties properties, PreviewTokens previews) {
			return new DeploymentStore(database, node, events, properties.toLimits(), previews);
		}

		/** What may be stored can be read. */
		@Bean
		ArtifactLimits claimflowArtifactLimits(DeploymentProperties properties) {
			return properties.toArtifactLimits();
		}

		@Bean
		ArtifactCodec claimflowArtifactCodec(ArtifactLimits limits) {
			return new ArtifactCodec(limits);
		}

		@Bean
		EngineRuntime claimflowDeploymentRuntime(WorkflowEngine engine, Deployments deployments, ArtifactCodec codec,
				DeploymentWarmUp warmUp) {
			return new EngineRuntime(engine, deployments, codec, warmUp);
		}

		@Bean
		PreviewTokens claimflowPreviewTokens(KeyRing keys, DeploymentDatabase database) {
			return new PreviewTokens(keys, database.deployments(), database.previews());
		}

		@Bean
		DeploymentLoader claimflowStoredCode(DeploymentDatabase database, EngineRuntime runtime) {
			return new StoredCode(database.deployments(), database.live(), runtime);
		}

		@Bean
		DeploymentTarget claimflowStoredProjects(DeploymentStore store, DeploymentDatabase database, LiveNode node,
				DeploymentPoller poller, Deployments deployments, ArtifactCodec codec, BeanFactory beans) {
			return new StoredProjects(store, database, node, deployments, codec, poller.name(),
					beans.containsBean(WATCHER));
		}

		@Bean
		DeploymentStatus claimflowDeploymentStatus(LiveNode node, DeploymentPoller poller) {
			return new DeploymentStatus(node, poller);
		}

		@Bean
		KeyedRows claimflowDeploymentCodes(DeploymentStore store) {
			return store::renewCodes;
		}

		@Bean
		DeploymentPoller claimflowDeploymentPoller(LiveNode node, DeploymentDatabase database,
				DeploymentProperties properties) {
			return new DeploymentPoller(node, database.nodes(), NodeName.of(properties.node()),
					properties.pollInterval(), properties.pollBackOff(), properties.nodeTimeout().dividedBy(3));
		}

	}

	/** Says why there is no store. */
	@Bean
	@ConditionalOnMissingBean(DeploymentStore.class)
	Object claimflowNoDeploymentStore() {
		throw new DeploymentStartException(
				"claimflow.deployments.enabled is true, but the application has no DataSource, or several of which none"
						+ " is primary",
				"Add spring-boot-starter-jdbc and the driver of the database, and set spring.datasource.url; or set"
						+ " claimflow.deployments.enabled=false.",
				null);
	}

}
