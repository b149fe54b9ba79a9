package io.claimflow.demo.internal;

import java.util.Locale;
import java.util.Map;

import io.claimflow.demo.account.Accounts;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Makes the account of a user who is moved over from another system.
 */
@Component
class MovedUsers implements InternalEndpoint {

	private final Accounts accounts;

	MovedUsers(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	public String path() {
		return "/moved-users";
	}

	@Override
	public Map<String, ?> answer(Map<String, Object> question) {
		try {
			this.accounts.create(InternalEndpoint.text(question, "email"), InternalEndpoint.text(question, "name"),
					InternalEndpoint.text(question, "hashedPassword"),
					Locale.forLanguageTag(InternalEndpoint.text(question, "locale")));
			return Map.of("created", true);
		}
		catch (DuplicateKeyException ex) {
			// The user has clicked twice.
			return Map.of("created", false);
		}
	}

}
