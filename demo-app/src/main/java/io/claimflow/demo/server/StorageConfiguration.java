package io.claimflow.demo.server;

import javax.sql.DataSource;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.provisioning.JdbcUserDetailsManager;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Everything that outlives a restart is in the database.
 */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

	@Bean
	ClientCache registeredClientRepository(JdbcOperations jdbc) {
		return new ClientCache(new JdbcRegisteredClientRepository(jdbc));
	}

	@Bean
	Authorizations authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients,
			TransactionOperations transaction) {
		return new Authorizations(jdbc, clients, transaction);
	}

	@Bean
	JdbcOAuth2AuthorizationConsentService authorizationConsentService(JdbcOperations jdbc,
			RegisteredClientRepository clients) {
		return new JdbcOAuth2AuthorizationConsentService(jdbc, clients);
	}

	@Bean
	@DependsOnDatabaseInitialization
	JdbcUserDetailsManager userDetailsManager(DataSource dataSource) {
		JdbcUserDetailsManager users = new JdbcUserDetailsManager(dataSource);
		// Accounts have names in lower case; people type their address as they like.
		users.setUsersByUsernameQuery("select username, password, enabled from users where username = lower(?)");
		return users;
	}

	@Bean
	JWKSource<SecurityContext> jwkSource(JdbcClient jdbc) {
		return new ImmutableJWKSet<>(new JWKSet(new SigningKeyStore(jdbc).key()));
	}

}
