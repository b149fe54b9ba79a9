package io.claimflow.spring.runlog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import io.claimflow.encryption.KeyRing;

/**
 * What stands for a user in a row.
 */
final class UserCodes {

	private static final String CONTEXT = "claimflow_run/user";

	private final KeyRing keys;

	private final RunLogProperties.Users users;

	UserCodes(KeyRing keys, RunLogProperties.Users users) {
		this.keys = keys;
		this.users = users;
	}

	/** What is kept of a user. */
	Optional<RunSummary.User> of(String user) {
		return switch (this.users) {
			case HASH -> Optional.of(new RunSummary.User(this.keys.authenticate(bytes(user), CONTEXT), true));
			case NAME -> Optional.of(new RunSummary.User(name(user), false));
			case NONE -> Optional.empty();
		};
	}

	/** The name as rows have it. */
	String name(String user) {
		return Line.of(user, Line.NAME);
	}

	/** The hashes that rows of a user may have: one under each key. */
	List<String> hashes(String user) {
		return this.keys.authenticateWithEach(bytes(user), CONTEXT);
	}

	private static byte[] bytes(String user) {
		return user.getBytes(StandardCharsets.UTF_8);
	}

}
