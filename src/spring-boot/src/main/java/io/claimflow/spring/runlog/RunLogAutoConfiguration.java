package io.claimflow.spring.runlog;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import javax.sql.DataSource;

import io.claimflow.encryption.KeyRing;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.deployment.store.DeploymentStatus;
import io.claimflow.spring.jdbc.BoundedDataSource;
import io.claimflow.spring.jdbc.KeyedRows;
import io.claimflow.spring.jdbc.RecurringWork;
import io.claimflow.spring.run.WorkflowRunListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.logs.LoggerProvider;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The run log, if an operator turns it on.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"io.claimflow.spring.deployment.store.DeploymentStoreAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBean(WorkflowEngine.class)
@ConditionalOnBooleanProperty("claimflow.runs.enabled")
@EnableConfigurationProperties(RunLogProperties.class)
class RunLogAutoConfiguration {

	@Bean
	UserCodes claimflowRunUsers(KeyRing keys, RunLogProperties properties) {
		boolean needed = properties.users() == RunLogProperties.Users.HASH
				|| properties.values() != RunLogProperties.Values.NONE;
		if (needed && keys.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException("claimflow.runs.enabled", true,
					"Users are kept as keyed hashes and values encrypted, and there is no key: set"
							+ " claimflow.encryption.keys.k1 to Base64 of 32 random bytes, as 'openssl rand -base64 32'"
							+ " makes them, the same on every node; or set claimflow.runs.users=none and"
							+ " claimflow.runs.values=none.");
		}
		return new UserCodes(keys, properties.users());
	}

	@Bean
	RunJson claimflowRunJson(RunLogProperties properties) {
		return new RunJson(Math.toIntExact(properties.detail().toBytes()));
	}

	@Bean
	DroppedRuns claimflowDroppedRuns() {
		return new DroppedRuns(LoggerFactory.getLogger(RunLogAutoConfiguration.class.getPackageName()),
				InstantSource.system());
	}

	@Bean
	RunWriter claimflowRunWriter(RunLogProperties properties, UserCodes users, RunJson json, DroppedRuns dropped,
			ObjectProvider<RunSink> sinks, ObjectProvider<DeploymentStatus> deployments) {
		List<RunSink> all = sinks.orderedStream().toList();
		if (all.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException("claimflow.runs.enabled", true,
					"The application has no DataSource, or several of which none is primary, so runs could not be"
							+ " written anywhere: add spring-boot-starter-jdbc and the driver of the database, and set"
							+ " spring.datasource.url, or declare a bean of the type RunSink.");
		}
		String node = NodeNames.of(properties.node(), deployments.getIfAvailable());
		return new RunWriter(properties, new RunRecords(node, users, properties, json)::of, all, dropped);
	}

	@Bean
	WorkflowRunListener claimflowRunRecorder(RunLogProperties properties, RunWriter writer) {
		return new RunRecorder(properties.sample(), InstantSource.system(), writer::take);
	}

	/** The table. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcClient.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	static class Jdbc {

		/** The timeout of the statement comes first. */
		private static final Duration SILENCE = Duration.ofSeconds(5);

		@Bean
		RunTable claimflowRunTable(DataSource dataSource, KeyRing keys, UserCodes users, RunJson json,
				RunLogProperties properties) {
			DataSource bounded = new BoundedDataSource(dataSource, properties.timeout().plus(SILENCE));
			TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(bounded));
			transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
			return new RunTable(template(bounded, properties), transactions, keys, users, json);
		}

		private static JdbcTemplate template(DataSource dataSource, RunLogProperties properties) {
			JdbcTemplate template = new JdbcTemplate(dataSource);
			template.setQueryTimeout(Math.toIntExact(properties.timeout().toSeconds()));
			return template;
		}

		@Bean
		@DependsOnDatabaseInitialization
		RunSink claimflowJdbcRunSink(RunTable table) {
			return table::insert;
		}

		@Bean
		@DependsOnDatabaseInitialization
		RunStore claimflowRunStore(RunTable table) {
			return new RunStore(table);
		}

		@Bean
		@DependsOnDatabaseInitialization
		RunPurge claimflowRunPurge(RunTable table, RecurringWork work, RunLogProperties properties,
				ObjectProvider<DeploymentStatus> deployments) {
			return new RunPurge(table, work, NodeNames.of(properties.node(), deployments.getIfAvailable()), properties);
		}

		@Bean
		KeyedRows claimflowRunValues(RunTable table) {
			return table::renew;
		}

	}

	/** Log records of OpenTelemetry. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerProvider.class)
	@ConditionalOnBooleanProperty("claimflow.runs.opentelemetry.enabled")
	static class OpenTelemetryLogs {

		@Bean
		RunSink claimflowOpenTelemetryRunSink(ObjectProvider<OpenTelemetry> openTelemetry, RunJson json,
				RunLogProperties properties) {
			OpenTelemetry found = openTelemetry.getIfUnique();
			if (found == null) {
				throw withoutOpenTelemetry();
			}
			return new OpenTelemetryRunSink(found, json, properties.opentelemetry().values());
		}

	}

	/** They are asked for, and there is no API of OpenTelemetry. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.opentelemetry.api.logs.LoggerProvider")
	@ConditionalOnBooleanProperty("claimflow.runs.opentelemetry.enabled")
	static class NoOpenTelemetry {

		@Bean
		RunSink claimflowOpenTelemetryRunSink() {
			throw withoutOpenTelemetry();
		}

	}

	private static InvalidConfigurationPropertyValueException withoutOpenTelemetry() {
		return new InvalidConfigurationPropertyValueException("claimflow.runs.opentelemetry.enabled", true,
				"The application has no bean of the type OpenTelemetry, or several, so runs could not be sent anywhere:"
						+ " add spring-boot-starter-opentelemetry, and set"
						+ " management.opentelemetry.logging.export.otlp.endpoint to the address of the collector.");
	}

	/** How it does. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	static class Metrics {

		@Bean
		RunLogMetrics claimflowRunLogMetrics(DroppedRuns dropped, RunWriter writer) {
			return new RunLogMetrics(dropped, writer);
		}

	}

}
