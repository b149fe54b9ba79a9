package io.claimflow.demo.server;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.security.SpringSessionBackedSessionRegistry;

/**
 * What several nodes behind one address need besides the database that they share anyway:
 * sessions that every node knows.
 */
@Configuration(proxyBeanMethods = false)
@Profile("cluster")
class ClusterConfiguration {

	/**
	 * Finds the session that an ID token names ({@code sid}, {@code auth_time}), also if
	 * another node issued the code or takes the sign-out. Without this bean, Spring
	 * Security knows the sessions that began on this node.
	 */
	@Bean
	<S extends Session> SpringSessionBackedSessionRegistry<S> sessionRegistry(
			FindByIndexNameSessionRepository<S> sessions) {
		return new SpringSessionBackedSessionRegistry<>(sessions);
	}

	/** Lets two nodes set the same attribute at once. */
	@Bean
	PostgreSqlJdbcIndexedSessionRepositoryCustomizer sessionQueries() {
		return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
	}

	/** Found by its name, which is Spring Session's. */
	@Bean
	GenericConversionService springSessionConversionService() {
		GenericConversionService conversions = new GenericConversionService();
		conversions.addConverter(Object.class, byte[].class, new SerializingConverter());
		conversions.addConverter(byte[].class, Object.class, new SessionAttributeReader());
		return conversions;
	}

}
