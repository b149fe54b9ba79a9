package io.claimflow.spring.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import io.claimflow.SecureFetchKeys;
import io.claimflow.Trigger;
import io.claimflow.VariableSource;
import io.claimflow.WarningPolicy;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.encryption.KeyRing;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.Fetcher;
import io.claimflow.fetch.OwnServer;
import io.claimflow.project.ProjectReader;
import io.claimflow.spring.observation.FetchObservations;
import io.claimflow.spring.observation.RunObservations;
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
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Auto-configuration of the engine. Where there is one, each room of this module adds
 * what it brings to it.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass(OAuth2TokenGenerator.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "claimflow.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ EngineProperties.class, LimitProperties.class, CapacityProperties.class,
		FetchProperties.class, SecureFetchProperties.class, EncryptionProperties.class, CacheProperties.class })
class ClaimflowAutoConfiguration {

	@Bean
	RunObservations claimflowRunObservations(ObjectProvider<ObservationRegistry> registry) {
		return new RunObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

	@Bean
	Fetcher claimflowFetcher(FetchProperties properties, ObjectProvider<ObservationRegistry> registry,
			ObjectProvider<SslBundles> bundles, ObjectProvider<OwnServer> ownServer) {
		return new Fetcher(properties.toLimits(),
				properties.toConnections(properties.bundle().map((name) -> new BundleTls(bundles.getObject(), name))),
				new FetchObservations(registry.getIfUnique(() -> ObservationRegistry.NOOP)),
				ownServer.getIfAvailable());
	}

	@Bean
	ValueLimits claimflowValueLimits(CacheProperties properties) {
		return properties.toLimits();
	}

	/** Encrypts what is kept in a database. */
	@Bean
	KeyRing claimflowKeyRing(EncryptionProperties properties) {
		return properties.toKeyRing();
	}

	/**
	 * Every trigger that is a bean is one that this server fires. Workflows read the
	 * application's own messages, by their codes. What the configuration says of a
	 * variable or a key holds; then the beans that know others are asked, in order.
	 */
	@Bean
	WorkflowEngine claimflowWorkflowEngine(EngineProperties properties, LimitProperties limits,
			CapacityProperties capacity, SecureFetchProperties secureFetch, Environment environment, Fetcher fetcher,
			ObjectProvider<Trigger> triggers, MessageSource messages, RunObservations observations,
			ObjectProvider<VariableSource> remoteVariabless, ObjectProvider<SecureFetchKeys> secureFetchKeys,
			ObjectProvider<TokenStore> tokenStore, ObjectProvider<ValueStore> valueStore, ValueLimits valueLimits,
			ObjectProvider<WarningPolicy> warnings) {
		Map<String, String> keys = secureFetch.toKeys();
		WorkflowEngine.Builder engine = WorkflowEngine.builder();
		List<VariableSource> remote = remoteVariabless.orderedStream().toList();
		if (!remote.isEmpty()) {
			engine
				.remoteVariables((name) -> remote.stream().flatMap((source) -> source.get(name).stream()).findFirst());
		}
		tokenStore.ifUnique(engine::tokenStore);
		valueStore.ifUnique(engine::valueStore);
		engine.valueLimits(valueLimits);
		warnings.ifUnique(engine::warnings);
		return engine.limits(limits.toLimits())
			.capacity(capacity.toCapacity())
			.triggers(triggers.stream().collect(Collectors.toUnmodifiableSet()))
			.fetcher(fetcher)
			.context(observations::carry)
			.bundling(limits.toBundling(properties.toEsbuild()))
			.eventSuppliers(EventDetailBeans::of)
			.variables(new PropertyVariableSource(environment, properties))
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
	ProjectReader claimflowProjectReader(LimitProperties limits, ResourceLoader resourceLoader) {
		ClassLoader loader = resourceLoader.getClassLoader();
		return new ProjectReader(limits.toLimits(), (loader != null) ? loader : getClass().getClassLoader());
	}

	@Bean
	RequestThreads claimflowRequestThreads(Environment environment, CapacityProperties properties) {
		return new RequestThreads(environment, properties.toCapacity());
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
		static SecretSanitizer claimflowSecretSanitizer(Environment environment) {
			return new SecretSanitizer(environment);
		}

	}

}
