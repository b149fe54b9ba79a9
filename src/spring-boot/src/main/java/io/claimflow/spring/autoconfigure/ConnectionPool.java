package io.claimflow.spring.autoconfigure;

import java.util.Arrays;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.jdbc.metadata.CompositeDataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Warns if requests can take every connection of the pool while each of them waits for
 * one more: then nobody gets any until they time out. Spring Security's stores of
 * authorizations and consents ask for the client of a row while they hold the connection
 * that they read the row with.
 */
final class ConnectionPool implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionPool.class);

	private final Environment environment;

	private final ObjectProvider<OAuth2AuthorizationService> authorizations;

	private final ObjectProvider<OAuth2AuthorizationConsentService> consents;

	private final ObjectProvider<RegisteredClientRepository> clients;

	private final ObjectProvider<DataSource> dataSource;

	private final ObjectProvider<DataSourcePoolMetadataProvider> pools;

	ConnectionPool(Environment environment, ObjectProvider<OAuth2AuthorizationService> authorizations,
			ObjectProvider<OAuth2AuthorizationConsentService> consents,
			ObjectProvider<RegisteredClientRepository> clients, ObjectProvider<DataSource> dataSource,
			ObjectProvider<DataSourcePoolMetadataProvider> pools) {
		this.environment = environment;
		this.authorizations = authorizations;
		this.consents = consents;
		this.clients = clients;
		this.dataSource = dataSource;
		this.pools = pools;
	}

	@Override
	public void afterSingletonsInstantiated() {
		DataSource source = this.dataSource.getIfUnique();
		if (source == null || this.clients.stream().noneMatch(JdbcRegisteredClientRepository.class::isInstance)
				|| !asksForClients()) {
			return;
		}
		DataSourcePoolMetadata pool = new CompositeDataSourcePoolMetadataProvider(this.pools.orderedStream().toList())
			.getDataSourcePoolMetadata(source);
		Integer connections = (pool != null) ? pool.getMax() : null;
		boolean unbounded = Threading.VIRTUAL.isActive(this.environment);
		int threads = RequestThreads.number(this.environment);
		if (connections != null && connections >= 0 && (unbounded || connections <= threads)) {
			logger.warn(
					"{} threads of requests can each hold a connection to the database while they ask for another, and the"
							+ " pool has {}: with as many requests at once, all of them wait until they time out."
							+ " JdbcOAuth2AuthorizationService looks up the client of each row it reads. Put a cache"
							+ " in front of JdbcRegisteredClientRepository, or give the pool more connections than"
							+ " there are threads (server.tomcat.threads.max).",
					unbounded ? "Any number of" : threads, connections);
		}
	}

	private boolean asksForClients() {
		return this.authorizations.stream()
			.anyMatch((store) -> readsByItself(store, JdbcOAuth2AuthorizationService.class))
				|| this.consents.stream()
					.anyMatch((store) -> readsByItself(store, JdbcOAuth2AuthorizationConsentService.class));
	}

	/**
	 * Whether a store reads as Spring Security made it. An application's own methods may
	 * begin a transaction, and in one the client is read with the connection that is held
	 * already.
	 */
	private static boolean readsByItself(Object store, Class<?> springs) {
		return springs.isInstance(store) && Arrays.stream(AopUtils.getTargetClass(store).getMethods())
			.anyMatch((method) -> method.getName().startsWith("findBy") && !method.isBridge()
					&& method.getDeclaringClass() == springs);
	}

}
