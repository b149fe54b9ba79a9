package io.claimflow.spring.jdbc;

import io.claimflow.engine.WorkflowEngine;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration of what nodes share. A bad property stops the start whether or not
 * there is a database.
 */
@AutoConfiguration(afterName = { "io.claimflow.spring.autoconfigure.ClaimflowAutoConfiguration",
		"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
@ConditionalOnBean(WorkflowEngine.class)
@EnableConfigurationProperties(JdbcProperties.class)
@Import(JdbcConfiguration.class)
class JdbcAutoConfiguration {

}
