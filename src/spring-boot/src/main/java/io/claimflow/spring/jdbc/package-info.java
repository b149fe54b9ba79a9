/**
 * What the nodes of a server share in a database. Optional: it needs a
 * {@link javax.sql.DataSource}.
 * <p>
 * Internal: {@link BoundedDataSource}, {@link DatabaseFailures}, {@link KeyedRows},
 * {@link RecurringWork} and {@link WorkLease} change without notice.
 */
@NullMarked
package io.claimflow.spring.jdbc;

import org.jspecify.annotations.NullMarked;
