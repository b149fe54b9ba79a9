package io.claimflow.spring.management;

import java.time.Clock;
import java.util.Objects;

import javax.sql.DataSource;

import io.claimflow.management.ApiException;
import io.claimflow.management.MfaManagement;
import io.claimflow.management.OrganizationManagement;
import io.claimflow.management.PropertyManagement;
import io.claimflow.management.UserManagement;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps in a database what management calls are about, if there is one.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ JdbcClient.class, PlatformTransactionManager.class })
@ConditionalOnSingleCandidate(DataSource.class)
class JdbcManagementConfiguration {

	/** Nobody waits that long, so a statement that does is of no use. */
	private static final int QUERY_TIMEOUT_SECONDS = 5;

	private static JdbcClient client(DataSource dataSource) {
		JdbcTemplate jdbc = new JdbcTemplate(dataSource);
		jdbc.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
		SQLExceptionTranslator translator = jdbc.getExceptionTranslator();
		jdbc.setExceptionTranslator((task, sql, thrown) -> {
			DataAccessException translated = translator.translate(task, sql, thrown);
			if (translated instanceof BadSqlGrammarException) {
				throw new ApiException(501, "NOT_AVAILABLE",
						"The server's database lacks a table or a column that this call needs: create it as the"
								+ " documentation says, or let claimflow.jdbc.initialize-schema do so");
			}
			return translated;
		});
		return JdbcClient.create(jdbc);
	}

	private static TransactionOperations transactions(DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> managers) {
		return new TransactionTemplate(managers.getIfUnique(() -> new DataSourceTransactionManager(dataSource)));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(UserDetailsManager.class)
	UserManagement claimflowUserManagement(UserDetailsManager accounts, DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> managers, ObjectProvider<PasswordEncoder> encoders,
			ApiProperties properties) {
		PasswordEncoder encoder = encoders.getIfUnique(PasswordEncoderFactories::createDelegatingPasswordEncoder);
		Base64StringKeyGenerator passwords = new Base64StringKeyGenerator(32);
		return new JdbcUserManagement(accounts, client(dataSource), transactions(dataSource, managers),
				properties.userAuthorities(), () -> Objects.requireNonNull(encoder.encode(passwords.generateKey())),
				Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	PropertyManagement claimflowPropertyManagement(DataSource dataSource,
			ObjectProvider<PlatformTransactionManager> managers, ApiProperties properties) {
		return new JdbcPropertyManagement(client(dataSource), transactions(dataSource, managers),
				properties.properties());
	}

	@Bean
	@ConditionalOnMissingBean
	OrganizationManagement claimflowOrganizationManagement(DataSource dataSource) {
		return new JdbcOrganizationManagement(client(dataSource), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	MfaManagement claimflowMfaManagement(DataSource dataSource) {
		return new JdbcMfaManagement(client(dataSource));
	}

}
