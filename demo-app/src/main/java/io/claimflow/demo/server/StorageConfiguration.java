package io.claimflow.demo.server;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import io.claimflow.demo.EncryptionKeys;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.provisioning.JdbcUserDetailsManager;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Everything that outlives a restart is in the database.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ EncryptionKeys.class, SigningKeyTimes.class })
class StorageConfiguration {

	@Bean
	ClientCache registeredClientRepository(JdbcOperations jdbc) {
		return new ClientCache(new JdbcRegisteredClientRepository(jdbc));
	}

	@Bean
	Authorizations authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients,
			TransactionOperations transaction, @Value("${demo.refresh-retry:0s}") Duration retry) {
		return new Authorizations(jdbc, clients, transaction, retry);
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
	SigningKeys jwkSource(JdbcClient jdbc, EncryptionKeys encryption, SigningKeyTimes times) {
		return new SigningKeys(jdbc, encryption.ring(), times, Clock.systemUTC());
	}

	/** Several keys are published, and one of them signs. */
	@Bean
	JwtEncoder jwtEncoder(SigningKeys keys) {
		NimbusJwtEncoder encoder = new NimbusJwtEncoder(keys);
		encoder.setJwkSelector(keys::signing);
		return encoder;
	}

}
