package io.claimflow.demo;

import java.util.List;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Leaves the accounts of the demo after each test as they were before.
 */
final class AccountsAsTheyWere implements AfterEachCallback {

	@Override
	public void afterEach(ExtensionContext test) {
		ApplicationContext demo = SpringExtension.getApplicationContext(test);
		JdbcClient jdbc = demo.getBean(JdbcClient.class);
		for (String table : List.of("password_reset", "registration", "one_time_tokens", "federated_account",
				"second_factor_given")) {
			jdbc.sql("delete from " + table).update();
		}
		for (String table : List.of("authorities", "users")) {
			jdbc.sql("delete from " + table + " where username <> ?").param(DemoAccounts.USERNAME).update();
		}
		jdbc.sql("update users set password = ?, password_changed_at = null, plan = null, second_factor = false,"
				+ " authenticator_key = null, authenticator_step = 0, authenticator_failures = 0,"
				+ " authenticator_blocked_until = null")
			.param(demo.getBean(PasswordEncoder.class).encode(DemoAccounts.PASSWORD))
			.update();
	}

}
