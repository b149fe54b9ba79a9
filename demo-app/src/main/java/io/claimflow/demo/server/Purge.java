package io.claimflow.demo.server;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Deletes what has expired, which Spring Security never does. Every node may do it at the
 * same time. An authorization goes an hour after the last of its tokens has expired, so
 * that whoever comes with one is still told why it does not work.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class Purge {

	private static final Logger logger = LoggerFactory.getLogger(Purge.class);

	private static final Duration GRACE = Duration.ofHours(1);

	/** Small enough to hold no lock for long. */
	private static final int BATCH = 1000;

	private static final List<String> EXPIRIES = List.of("authorization_code_expires_at", "access_token_expires_at",
			"oidc_id_token_expires_at", "refresh_token_expires_at", "user_code_expires_at", "device_code_expires_at");

	/** One that waits for a consent has no token yet. */
	private static final String EXPIRED = "delete from oauth2_authorization where id in"
			+ " (select id from oauth2_authorization where created_at < :before and "
			+ EXPIRIES.stream()
				.map((column) -> "(" + column + " is null or " + column + " < :before)")
				.collect(Collectors.joining(" and "))
			+ " limit " + BATCH + ")";

	private final JdbcClient jdbc;

	Purge(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	@Scheduled(initialDelayString = "${demo.purge-interval:10m}", fixedDelayString = "${demo.purge-interval:10m}")
	void purge() {
		OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
		try {
			int deleted;
			do {
				deleted = this.jdbc.sql(EXPIRED).param("before", now.minus(GRACE)).update();
			}
			while (deleted == BATCH);
			this.jdbc.sql("delete from password_reset where expires_at < ?").param(now).update();
			this.jdbc.sql("delete from registration where expires_at < ?").param(now).update();
			this.jdbc.sql("delete from second_factor_given where given_at < ?").param(now.minusDays(1)).update();
		}
		catch (DataAccessException ex) {
			logger.warn("What has expired could not be deleted from the database; it is tried again later", ex);
		}
	}

}
