package io.claimflow.demo.internal;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.claimflow.demo.DemoAccounts;
import io.claimflow.demo.account.Accounts;

import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The system that had the users before this server. It tells nobody its passwords: all
 * that it does is to say whether one is right, and then whose it is.
 */
@Component
class OldUserBase implements InternalEndpoint {

	/** Old, and weaker than what this server has. */
	private static final int STRENGTH = 6;

	private final PasswordEncoder encoder = new BCryptPasswordEncoder(STRENGTH);

	private final String nobodysHash = hash("nobody's password");

	private final Map<String, OldUser> users = Map.of(DemoAccounts.OLD_USERNAME,
			new OldUser("Bob", Locale.FRANCE, hash(DemoAccounts.OLD_PASSWORD)));

	@Override
	public String path() {
		return "/old-users/check";
	}

	/** Takes the same time whether there is such a user or not. */
	@Override
	public Map<String, ?> answer(Map<String, Object> question) {
		OldUser user = this.users.get(Accounts.name(InternalEndpoint.text(question, "email")));
		boolean right = this.encoder.matches(InternalEndpoint.text(question, "password"),
				(user != null) ? user.hash() : this.nobodysHash);
		return (user != null && right)
				? Map.of("known", true, "name", user.name(), "locale", user.locale().toLanguageTag())
				: Map.of("known", false);
	}

	private String hash(String password) {
		return Objects.requireNonNull(this.encoder.encode(password));
	}

	private record OldUser(String name, Locale locale, String hash) {

	}

}
