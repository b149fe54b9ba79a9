package io.claimflow.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.claimflow.Limits;
import io.claimflow.SecureFetchKeys;
import io.claimflow.Trigger;
import io.claimflow.WarningPolicy;
import io.claimflow.spring.actuate.ActuateConfiguration;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.Fetcher;
import io.claimflow.fetch.OwnServer;
import io.claimflow.spring.form.FormConfiguration;
import io.claimflow.spring.jdbc.JdbcConfiguration;
import io.claimflow.spring.jdbc.JdbcSettings;
import io.claimflow.spring.mfa.MfaConfiguration;
import io.claimflow.spring.password.PasswordWorkflowsConfiguration;
import io.claimflow.spring.request.PendingConfiguration;
import io.claimflow.spring.observation.DeployObservations;
import io.claimflow.spring.observation.FetchObservations;
import io.claimflow.spring.observation.RunObservations;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.registration.RegistrationWorkflowsConfiguration;
import io.claimflow.spring.authorization.AuthorizationConfiguration;
import io.claimflow.spring.deployment.ProjectDeployer;
import io.claimflow.spring.deployment.ProjectWatcher;
import io.claimflow.spring.run.WorkflowRunListener;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.signin.SignInConfiguration;
import io.claimflow.spring.token.TokenWorkflowSettings;
import io.claimflow.spring.token.TokenWorkflowsConfiguration;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Auto-configuration of Claimflow: an engine with the project's workflows, and the places
 * of the authorization server where they run.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(OAuth2TokenGenerator.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "claimflow.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ ClaimflowProperties.class, CacheProperties.class })
@Import({ TokenWorkflowsConfiguration.class, PendingConfiguration.class, SignInConfiguration.class,
		MfaConfiguration.class, FormConfiguration.class, PasswordWorkflowsConfiguration.class,
		RegistrationWorkflowsConfiguration.class, ActuateConfiguration.class, JdbcConfiguration.class,
		AuthorizationConfiguration.class })
public class ClaimflowAutoConfiguration {

	@Bean
	RunObservations claimflowRunObservations(ObjectProvider<ObservationRegistry> registry) {
		return new RunObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	@Bean
	Fetcher claimflowFetcher(ClaimflowProperties properties, ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<SslBundles> bundles, ObjectProvider<OwnServer> ownServer) {
		ClaimflowProperties.FetchProperties fetch = properties.getFetch();
		return new Fetcher(fetch.toLimits(),
				fetch.toConnections(fetch.bundle().map((name) -> new BundleTls(bundles.getObject(), name))),
				new FetchObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP)),
				ownServer.getIfAvailable());
	}

	@Bean
	ValueLimits claimflowValueLimits(CacheProperties properties) {
		return properties.toLimits();
	}

	/**
	 * Every trigger that is a bean is one that this server fires. Workflows read the
	 * application's own messages, by their codes. What the configuration says of a
	 * variable or a key holds; then the beans that know others are asked, in order.
	 */
	@Bean
	WorkflowEngine claimflowWorkflowEngine(ClaimflowProperties properties, Environment environment, Fetcher fetcher,
			ObjectProvider<Trigger> triggers, MessageSource messages, RunObservations observations,
			ObjectProvider<io.claimflow.VariableSource> remoteEnvironments,
			ObjectProvider<SecureFetchKeys> secureFetchKeys, ObjectProvider<TokenStore> tokenStore,
			ObjectProvider<ValueStore> valueStore, ValueLimits valueLimits, ResourceLoader resourceLoader) {
		Map<String, String> keys = properties.getSecureFetch().toKeys();
		WorkflowEngine.Builder engine = WorkflowEngine.builder();
		List<io.claimflow.VariableSource> remote = remoteEnvironments.orderedStream().toList();
		if (!remote.isEmpty()) {
			engine.remoteEnvironment(
					(name) -> remote.stream().flatMap((source) -> source.get(name).stream()).findFirst());
		}
		tokenStore.ifUnique(engine::tokenStore);
		valueStore.ifUnique(engine::valueStore);
		engine.valueLimits(valueLimits);
		return engine.limits(properties.getLimits().toLimits())
			.capacity(properties.getLimits().toCapacity())
			.triggers(triggers.stream().collect(Collectors.toUnmodifiableSet()))
			.fetcher(fetcher)
			.context(observations::carry)
			.bundling(properties.toBundling())
			.eventSuppliers(EventDetailBeans::of)
			.warnings(Objects.requireNonNullElseGet(properties.getWarnings(),
					() -> OnReload.isOn(environment, resourceLoader.getClassLoader()) ? WarningPolicy.REJECT
							: WarningPolicy.LOG))
			.environment(new PropertyVariableSource(environment, properties))
			.secureFetchKeys((workflow) -> Optional.ofNullable(keys.get(workflow))
				.or(() -> secureFetchKeys.orderedStream()
					.flatMap((others) -> others.active(workflow).stream())
					.findFirst()))
			.localization(() -> {
				Locale locale = LocaleContextHolder.getLocale();
				return (key) -> Optional.ofNullable(messages.getMessage(key, null, null, locale));
			})
			.build();
	}

	@Bean
	ProjectDeployer claimflowProjectDeployer(WorkflowEngine engine, ClaimflowProperties properties,
			ResourceLoader resourceLoader, Environment environment, ObjectProvider<ObservationRegistry> registry) {
		Limits limits = properties.getLimits().toLimits();
		ClassLoader loader = resourceLoader.getClassLoader();
		ClassLoader classLoader = (loader != null) ? loader : getClass().getClassLoader();
		String project = properties.getProject();
		return new ProjectDeployer(engine, new ProjectReader(limits, classLoader),
				OnReload.isOn(environment, classLoader) ? SourceFolder.of(project, classLoader) : project,
				new DeployObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP)), properties.isWarmUp());
	}

	@Bean
	RequestThreads claimflowRequestThreads(Environment environment, ClaimflowProperties properties) {
		return new RequestThreads(environment, properties.getLimits().toCapacity());
	}

	@Bean
	WorkflowRuns claimflowWorkflowRuns(WorkflowEngine engine, ObjectProvider<WorkflowRunListener> listeners,
			RunObservations observations) {
		return new WorkflowRuns(engine, listeners.orderedStream().toList(), observations);
	}

	@Bean
	JdbcSettings claimflowJdbcSettings(ClaimflowProperties properties) {
		return properties.toJdbcSettings();
	}

	@Bean
	TokenWorkflowSettings claimflowTokenWorkflowSettings(ClaimflowProperties properties) {
		return properties.getToken().toSettings();
	}

	@Bean
	@Conditional(OnReload.class)
	ProjectWatcher claimflowProjectWatcher(ProjectDeployer deployer) {
		return new ProjectWatcher(deployer);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ DataSourcePoolMetadataProvider.class, JdbcOperations.class })
	static class PoolConfiguration {

		@Bean
		ConnectionPool claimflowConnectionPool(Environment environment,
				ObjectProvider<OAuth2AuthorizationService> authorizations,
				ObjectProvider<OAuth2AuthorizationConsentService> consents,
				ObjectProvider<RegisteredClientRepository> clients, ObjectProvider<DataSource> dataSource,
				ObjectProvider<DataSourcePoolMetadataProvider> pools) {
			return new ConnectionPool(environment, authorizations, consents, clients, dataSource, pools);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = "org.springframework.boot.actuate.endpoint.SanitizingFunction")
	static class ActuatorConfiguration {

		@Bean
		static SecretSanitizer claimflowSecretSanitizer(ObjectProvider<ClaimflowProperties> properties) {
			return new SecretSanitizer(properties::getObject);
		}

	}

}
