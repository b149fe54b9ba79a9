/**
 * Deployments in a database: rows of what was built, the one row that says which of them
 * is live, its history, and what each node runs. Whoever can write to the tables, but has
 * none of the keys, brings no code to life.
 */
@NullMarked
package io.claimflow.spring.deployment.store;

import org.jspecify.annotations.NullMarked;
