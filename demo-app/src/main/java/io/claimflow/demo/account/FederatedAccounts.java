package io.claimflow.demo.account;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;

import io.claimflow.spring.registration.FederatedUser;
import io.claimflow.spring.registration.FederatedUserRecords;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The accounts of people for whom another issuer vouches. It is that issuer's name for
 * them that counts. Their address, which is the account's name, must not lead into the
 * account of somebody else, whatever the issuer says.
 */
@Component
public class FederatedAccounts implements FederatedUserRecords {

	private static final StringKeyGenerator NOBODYS_PASSWORD = new Base64StringKeyGenerator(32);

	private final Accounts accounts;

	private final JdbcClient jdbc;

	private final PasswordEncoder passwordEncoder;

	FederatedAccounts(Accounts accounts, JdbcClient jdbc, PasswordEncoder passwordEncoder) {
		this.accounts = accounts;
		this.jdbc = jdbc;
		this.passwordEncoder = passwordEncoder;
	}

	@Override
	public boolean exists(FederatedUser user) {
		OidcUser person = person(user);
		Optional<String> name = this.jdbc
			.sql("select username from federated_account where registration_id = ? and subject = ?")
			.params(user.registrationId(), subject(person))
			.query(String.class)
			.optional();
		if (name.isPresent() && !name.get().equals(person.getName())) {
			throw new FederatedAccountException("Your email address there is not the one you signed up with.");
		}
		return name.isPresent();
	}

	@Override
	@Transactional
	public boolean create(FederatedUser user) {
		OidcUser person = person(user);
		if (!Boolean.TRUE.equals(person.getEmailVerified())) {
			throw new FederatedAccountException("Your email address is not verified there.");
		}
		StringJoiner displayName = new StringJoiner(" ").setEmptyValue(person.getName());
		Optional.ofNullable(person.getGivenName()).ifPresent(displayName::add);
		Optional.ofNullable(person.getFamilyName()).ifPresent(displayName::add);
		try {
			this.accounts.create(person.getName(), displayName.toString(),
					Objects.requireNonNull(this.passwordEncoder.encode(NOBODYS_PASSWORD.generateKey())), Locale.UK);
		}
		catch (DuplicateKeyException ex) {
			throw new FederatedAccountException(
					"There is an account with your email address already. Sign in with its password.");
		}
		this.jdbc.sql("insert into federated_account (registration_id, subject, username) values (?, ?, ?)")
			.params(user.registrationId(), subject(person), person.getName())
			.update();
		return true;
	}

	/** Whether another issuer vouches for an account: it has no password that works. */
	public boolean isFederated(String name) {
		return this.jdbc.sql("select count(*) from federated_account where username = ?")
			.param(name)
			.query(Integer.class)
			.single() > 0;
	}

	private static String subject(OidcUser person) {
		return Objects.requireNonNull(person.getSubject());
	}

	private static OidcUser person(FederatedUser user) {
		return (OidcUser) Objects.requireNonNull(user.authentication().getPrincipal());
	}

}
