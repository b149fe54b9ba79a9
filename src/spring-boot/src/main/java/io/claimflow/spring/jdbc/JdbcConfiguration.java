package io.claimflow.spring.jdbc;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import io.claimflow.SecureFetchKeys;
import io.claimflow.VariableSource;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.encryption.KeyRing;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.jdbc.init.PlatformPlaceholderDatabaseDriverResolver;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps in a database what nodes share, if there is one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcClient.class, DataSourceScriptDatabaseInitializer.class })
@ConditionalOnSingleCandidate(DataSource.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
class JdbcConfiguration {

	/** Nobody waits that long, so a statement that does is of no use. */
	private static final int QUERY_TIMEOUT_SECONDS = 5;

	/** Creates the tables that are not there. */
	@Bean
	DataSourceScriptDatabaseInitializer claimflowSchemaInitializer(DataSource dataSource, JdbcProperties properties) {
		DatabaseInitializationSettings script = new DatabaseInitializationSettings();
		script.setMode(DatabaseInitializationMode.valueOf(properties.initializeSchema().name()));
		script.setSchemaLocations(switch (properties.initializeSchema()) {
			case ALWAYS -> locations(dataSource, "");
			case EMBEDDED ->
				EmbeddedDatabaseConnection.isEmbedded(dataSource) ? locations(dataSource, "optional:") : List.of();
			case NEVER -> List.of();
		});
		return new VersionedSchemaInitializer(dataSource, script);
	}

	private static List<String> locations(DataSource dataSource, String prefix) {
		return new PlatformPlaceholderDatabaseDriverResolver().resolveAll(dataSource,
				VersionedSchemaInitializer.SCRIPTS.stream().map((script) -> prefix + script).toArray(String[]::new));
	}

	@Bean
	@DependsOnDatabaseInitialization
	VariableHistory claimflowVariableHistory(DataSource dataSource, JdbcProperties properties) {
		JdbcClient jdbc = client(dataSource);
		return new Tables(jdbc).has("claimflow_variable_change") ? new VariableHistory(jdbc,
				new TransactionTemplate(new DataSourceTransactionManager(dataSource)), properties.keepChanges())
				: VariableHistory.none(jdbc);
	}

	@Bean
	@DependsOnDatabaseInitialization
	EnvironmentVariables claimflowEnvironmentVariables(DataSource dataSource, KeyRing keys, VariableHistory history) {
		return new EnvironmentVariables(client(dataSource), keys, history);
	}

	@Bean
	@DependsOnDatabaseInitialization
	WorkflowKeys claimflowWorkflowKeys(DataSource dataSource, KeyRing keys, VariableHistory history) {
		return new WorkflowKeys(client(dataSource), keys, history);
	}

	@Bean
	Reencryption claimflowReencryption(EnvironmentVariables variables, WorkflowKeys keys,
			ObjectProvider<KeyedRows> others) {
		return new Reencryption(variables, keys, others.stream().toList());
	}

	@Bean
	@DependsOnDatabaseInitialization
	VariableSource claimflowTableVariables(EnvironmentVariables variables, DataSource dataSource) {
		return new TableVariableSource(variables, new Tables(client(dataSource)).has("claimflow_environment_variable"));
	}

	@Bean
	@DependsOnDatabaseInitialization
	SecureFetchKeys claimflowTableSecureFetchKeys(WorkflowKeys keys, DataSource dataSource) {
		return new Tables(client(dataSource)).has("claimflow_workflow_key") ? keys::active
				: (workflow) -> Optional.empty();
	}

	@Bean
	@DependsOnDatabaseInitialization
	RecurringWork claimflowRecurringWork(DataSource dataSource) {
		return new RecurringWork(client(dataSource));
	}

	/** Tokens are secrets, so without a key they stay in memory. */
	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	TokenStore claimflowTokenStore(DataSource dataSource, KeyRing keys) {
		JdbcClient jdbc = client(dataSource);
		return (keys.isEmpty() || !new Tables(jdbc).has("claimflow_token")) ? new InMemoryTokenStore()
				: new SharedTokenStore(new TokenTable(jdbc, keys), Clock.systemUTC());
	}

	/** Values may be secrets, so without a key they stay in memory. */
	@Bean
	@ConditionalOnMissingBean
	@DependsOnDatabaseInitialization
	ValueStore claimflowValueStore(DataSource dataSource, KeyRing keys, ValueLimits limits) {
		JdbcClient jdbc = client(dataSource);
		return (keys.isEmpty() || !new Tables(jdbc).has("claimflow_value"))
				? new InMemoryValueStore(limits, Clock.systemUTC())
				: new JdbcValueStore(jdbc, keys, limits, Clock.systemUTC());
	}

	private static JdbcClient client(DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
		return JdbcClient.create(jdbc);
	}

}
