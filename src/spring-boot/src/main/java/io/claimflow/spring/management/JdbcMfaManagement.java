package io.claimflow.spring.management;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

import io.claimflow.management.MfaManagement;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Second factors in the table {@code claimflow_mfa_factor}, which the application keeps.
 */
final class JdbcMfaManagement implements MfaManagement {

	private final JdbcClient jdbc;

	JdbcMfaManagement(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Override
	public Optional<Factor> find(String userId) {
		return this.jdbc.sql("select * from claimflow_mfa_factor where user_id = ?")
			.param(userId)
			.query(JdbcMfaManagement::factor)
			.optional();
	}

	private static Factor factor(ResultSet result, int number) throws SQLException {
		OffsetDateTime lastUsed = result.getObject("last_used_at", OffsetDateTime.class);
		return new Factor(result.getString("id"), result.getString("type"), result.getString("name"),
				result.getBoolean("verified"), result.getInt("usage_count"),
				result.getObject("created_at", OffsetDateTime.class).toInstant(),
				(lastUsed != null) ? lastUsed.toInstant() : null);
	}

}
