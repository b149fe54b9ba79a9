package io.claimflow.spring.jdbc;

import io.claimflow.encryption.KeyRing;

/**
 * How the database is used.
 *
 * @param initializeSchema when the tables are created at the start
 * @param keys encrypts what is secret in them
 */
public record JdbcSettings(SchemaInitialization initializeSchema, KeyRing keys) {

}
