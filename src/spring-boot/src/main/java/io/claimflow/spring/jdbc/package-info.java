/**
 * What the nodes of a server share in a database. Optional: it needs a
 * {@link javax.sql.DataSource}.
 */
@NullMarked
package io.claimflow.spring.jdbc;

import org.jspecify.annotations.NullMarked;
