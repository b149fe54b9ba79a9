package io.claimflow.demo.server;

import java.util.Map;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Says which database it is, as the property {@code demo.database}, and sets the
 * time-outs that only its driver has. A database that is frozen answers nothing and
 * closes nothing: without a time-out of the socket, whoever has asked it waits for ever.
 */
final class DatabaseKind implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Map<String, String> POSTGRESQL = Map.of("connectTimeout", "3", "loginTimeout", "5",
			"socketTimeout", "10", "cancelSignalTimeout", "2", "tcpKeepAlive", "true");

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		String url = context.getEnvironment().getProperty("spring.datasource.url", "");
		DatabaseDriver driver = DatabaseDriver.fromJdbcUrl(url);
		context.getEnvironment()
			.getPropertySources()
			.addLast(new MapPropertySource("database",
					Map.of("demo.database", Objects.requireNonNullElse(driver.getId(), "unknown"))));
		if (driver == DatabaseDriver.POSTGRESQL) {
			context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {

				@Override
				public Object postProcessBeforeInitialization(Object bean, String name) {
					if (bean instanceof HikariDataSource pool) {
						POSTGRESQL.forEach(pool::addDataSourceProperty);
					}
					return bean;
				}

			});
		}
	}

}
