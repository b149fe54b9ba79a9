/**
 * What the nodes of a server share in a database. Optional: it needs a
 * {@link javax.sql.DataSource}.
 * <p>
 * Internal: {@link KeyedRows} changes without notice.
 */
@NullMarked
package io.claimflow.spring.jdbc;

import org.jspecify.annotations.NullMarked;
