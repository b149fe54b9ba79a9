package io.claimflow.spring.jdbc;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The database.
 *
 * @param initializeSchema When the tables of Claimflow are created at the start: always,
 * embedded, which is in databases in memory only, or never.
 */
@ConfigurationProperties("claimflow.jdbc")
record JdbcProperties(@DefaultValue("embedded") SchemaInitialization initializeSchema) {

}
