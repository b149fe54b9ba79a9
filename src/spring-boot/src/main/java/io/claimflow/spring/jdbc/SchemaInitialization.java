package io.claimflow.spring.jdbc;

/**
 * When the tables of Claimflow are created at the start, unless they are there.
 */
enum SchemaInitialization {

	/** In any database. */
	ALWAYS,
	/** In a database in memory. */
	EMBEDDED,
	/** Never: an operator creates them. */
	NEVER

}
