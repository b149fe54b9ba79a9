package io.claimflow.spring.management;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiException;
import io.claimflow.management.NewOrganization;
import io.claimflow.management.Organization;
import io.claimflow.management.OrganizationManagement;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Organizations in the table {@code claimflow_organization}.
 */
final class JdbcOrganizationManagement implements OrganizationManagement {

	private final JdbcClient jdbc;

	private final Clock clock;

	JdbcOrganizationManagement(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	@Override
	public Optional<Organization> find(String code) {
		return this.jdbc.sql("select * from claimflow_organization where code = ?")
			.param(code)
			.query(JdbcOrganizationManagement::organization)
			.optional();
	}

	@Override
	public List<Organization> list(String after, int maximum) {
		return this.jdbc.sql("select * from claimflow_organization where code > ? order by code limit ?")
			.params(after, maximum)
			.query(JdbcOrganizationManagement::organization)
			.list();
	}

	private static Organization organization(ResultSet result, int number) throws SQLException {
		return new Organization(result.getString("code"), result.getString("name"), result.getString("handle"),
				result.getString("external_id"), result.getObject("created_at", OffsetDateTime.class).toInstant(),
				null);
	}

	@Override
	public Organization create(NewOrganization organization) {
		if (organization.billingCustomer()) {
			throw ApiErrors.unavailable(OrganizationManagement.class, "organizations as customers");
		}
		String code = "org_" + UUID.randomUUID().toString().replace("-", "");
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		try {
			this.jdbc.sql(
					"insert into claimflow_organization (code, name, handle, external_id, created_at) values (?, ?, ?, ?, ?)")
				.param(code)
				.param(organization.name())
				.param(organization.handle())
				.param(organization.externalId())
				.param(now.atOffset(ZoneOffset.UTC))
				.update();
		}
		catch (DuplicateKeyException ex) {
			throw new ApiException(400, "ORGANIZATION_HANDLE_TAKEN",
					"Another organization has the same handle: choose another one");
		}
		return new Organization(code, organization.name(), organization.handle(), organization.externalId(), now, null);
	}

}
