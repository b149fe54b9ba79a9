package io.claimflow.spring.management;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.claimflow.management.ApiErrors;
import io.claimflow.management.ApiException;
import io.claimflow.management.ManagedUser;
import io.claimflow.management.NewUser;
import io.claimflow.management.UserChange;
import io.claimflow.management.UserIdentity;
import io.claimflow.management.UserManagement;
import io.claimflow.management.UserProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.provisioning.JdbcUserDetailsManager;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.ReflectionUtils;

/**
 * The users of a {@link UserDetailsManager}, such as those in Spring Security's own
 * tables, with what is known about them in the table {@code claimflow_user}. A user's
 * identifier is the username there, which for a user who is created here is the email
 * address, else the username, else the phone number.
 */
final class JdbcUserManagement implements UserManagement {

	private final UserDetailsManager accounts;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	private final List<String> authorities;

	private final Supplier<String> unusablePassword;

	private final Clock clock;

	/**
	 * Creates the management of users.
	 * @param authorities what new users may do; at least one, or they could not sign in
	 * @param unusablePassword makes an encoded password that nobody knows
	 */
	JdbcUserManagement(UserDetailsManager accounts, JdbcClient jdbc, TransactionOperations transactions,
			List<String> authorities, Supplier<String> unusablePassword, Clock clock) {
		this.accounts = accounts;
		this.jdbc = jdbc;
		this.transactions = transactions;
		this.authorities = authorities;
		this.unusablePassword = unusablePassword;
		this.clock = clock;
	}

	@Override
	public Optional<ManagedUser> find(String id) {
		return account(id).map((account) -> {
			String name = account.getUsername();
			Row row = this.jdbc.sql("select * from claimflow_user where id = ?")
				.param(name)
				.query(JdbcUserManagement::row)
				.optional()
				.orElseGet(() -> new Row(implied(name), null));
			List<String> organizations = this.jdbc.sql(
					"select organization_code from claimflow_organization_user where user_id = ? order by organization_code")
				.param(name)
				.query((result, number) -> result.getString("organization_code"))
				.list();
			return new ManagedUser(name, row.profile(), !account.isEnabled(), identities(name, row.profile()),
					organizations, (row.createdAt() != null) ? row.createdAt().toInstant() : null, null);
		});
	}

	/** Those of the profile as they were written, and then those that were added. */
	private List<UserIdentity> identities(String name, UserProfile profile) {
		List<UserIdentity> identities = new ArrayList<>(
				new ManagedUser(name, profile, false, List.of(), null, null).identities());
		Set<UserIdentity> known = identities.stream()
			.map((identity) -> new UserIdentity(identity.type(), folded(identity.identity())))
			.collect(Collectors.toSet());
		this.jdbc.sql("select type, identity from claimflow_user_identity where user_id = ? order by type, identity")
			.param(name)
			.query((result, number) -> new UserIdentity(result.getString("type"), result.getString("identity")))
			.list()
			.stream()
			.filter((identity) -> !known.contains(identity))
			.forEach(identities::add);
		return identities;
	}

	private Optional<UserDetails> account(String id) {
		try {
			return Optional.of(this.accounts.loadUserByUsername(id));
		}
		catch (UsernameNotFoundException ex) {
			return Optional.empty();
		}
	}

	/** What is known of an account that was not created here. */
	private static UserProfile implied(String name) {
		return name.contains("@") ? UserProfile.ofEmail(name)
				: new UserProfile(null, name, null, null, null, null, null);
	}

	private static Row row(ResultSet result, int number) throws SQLException {
		return new Row(new UserProfile(result.getString("email"), result.getString("username"),
				result.getString("phone"), result.getString("first_name"), result.getString("last_name"),
				result.getString("picture"), result.getString("provided_id")),
				result.getObject("created_at", OffsetDateTime.class));
	}

	@Override
	public Optional<ManagedUser> findByEmail(String email) {
		Optional<ManagedUser> user = idByIdentity("email", email).flatMap(this::find);
		return user.or(() -> find(email).or(() -> find(folded(email)))
			.filter((found) -> email.equalsIgnoreCase(found.profile().email())));
	}

	private Optional<String> idByIdentity(String type, @Nullable String identity) {
		return (identity == null) ? Optional.empty()
				: this.jdbc.sql("select user_id from claimflow_user_identity where type = ? and identity = ?")
					.params(type, folded(identity))
					.query(String.class)
					.optional();
	}

	private static String folded(String identity) {
		return identity.toLowerCase(Locale.ROOT);
	}

	@Override
	public Creation create(NewUser user) {
		String id = id(user.profile());
		if (id.indexOf('/') >= 0 || id.indexOf('%') >= 0 || id.indexOf(';') >= 0 || id.indexOf('\\') >= 0) {
			throw new ApiException(400, "IDENTITY_INVALID",
					"The user's identity has one of the characters / % ; \\, which the path of no call can have");
		}
		String password = this.unusablePassword.get();
		return create(id, user, password)
			.or(() -> id.equals(folded(id)) ? Optional.empty() : create(folded(id), user, password))
			.orElseThrow(JdbcUserManagement::taken);
	}

	/**
	 * Creates a user, unless the application would not find one of this name: many look
	 * for an address in lower case, however it is typed.
	 */
	private Optional<Creation> create(String id, NewUser user, String password) {
		try {
			return this.transactions
				.execute((status) -> existing(user.profile()).map((found) -> Optional.of(new Creation(found, false)))
					.orElseGet(() -> {
						insert(id, user, password);
						if (account(id).isEmpty()) {
							status.setRollbackOnly();
							return Optional.empty();
						}
						return Optional.of(new Creation(id, true));
					}));
		}
		catch (DuplicateKeyException ex) {
			// Somebody else was faster
			return existing(user.profile()).map((found) -> new Creation(found, false));
		}
	}

	private static String id(UserProfile profile) {
		return Optional.ofNullable(profile.email())
			.or(() -> Optional.ofNullable(profile.username()))
			.or(() -> Optional.ofNullable(profile.phone()))
			.orElseThrow(() -> ApiErrors.invalid("The user has no email address, username or phone number"));
	}

	private Optional<String> existing(UserProfile profile) {
		return present("email", profile.email()).or(() -> present("username", profile.username()))
			.or(() -> present("phone", profile.phone()))
			.or(() -> account(id(profile)).or(() -> account(folded(id(profile)))).map(UserDetails::getUsername));
	}

	/** Accounts can be deleted past this class. */
	private Optional<String> present(String type, @Nullable String identity) {
		Optional<String> id = idByIdentity(type, identity);
		if (id.isPresent() && account(id.get()).isEmpty()) {
			forget(id.get());
			return Optional.empty();
		}
		return id;
	}

	/** Nobody inherits what was known about another user of the same identifier. */
	private void forget(String id) {
		for (String sql : List.of("delete from claimflow_user_identity where user_id = ?",
				"delete from claimflow_user where id = ?", "delete from claimflow_organization_user where user_id = ?",
				"delete from claimflow_mfa_factor where user_id = ?",
				"delete from claimflow_property where owner_type = 'user' and owner_id = ?")) {
			this.jdbc.sql(sql).param(id).update();
		}
	}

	private void insert(String id, NewUser user, String password) {
		UserProfile profile = user.profile();
		forget(id);
		this.accounts.createUser(
				User.withUsername(id).password(password).authorities(this.authorities.toArray(String[]::new)).build());
		this.jdbc.sql("""
				insert into claimflow_user
				(id, email, username, phone, first_name, last_name, picture, provided_id, created_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(id)
			.param(profile.email())
			.param(profile.username())
			.param(profile.phone())
			.param(profile.firstName())
			.param(profile.lastName())
			.param(profile.picture())
			.param(profile.providedId())
			.param(this.clock.instant().atOffset(ZoneOffset.UTC))
			.update();
		insertIdentity(id, "email", profile.email());
		insertIdentity(id, "username", profile.username());
		insertIdentity(id, "phone", profile.phone());
		if (user.organizationCode() != null) {
			join(id, user.organizationCode());
		}
	}

	private void insertIdentity(String id, String type, @Nullable String identity) {
		if (identity != null) {
			this.jdbc.sql("insert into claimflow_user_identity (type, identity, user_id) values (?, ?, ?)")
				.params(type, folded(identity), id)
				.update();
		}
	}

	private void join(String id, String organization) {
		if (this.jdbc.sql("select count(*) from claimflow_organization where code = ?")
			.param(organization)
			.query(Integer.class)
			.single() == 0) {
			throw new ApiException(400, "ORGANIZATION_NOT_FOUND", "There is no organization with the code of the body");
		}
		this.jdbc.sql("insert into claimflow_organization_user (organization_code, user_id) values (?, ?)")
			.params(organization, id)
			.update();
	}

	@Override
	public Optional<ManagedUser> update(String id, UserChange change) {
		this.transactions.executeWithoutResult((status) -> account(id).ifPresent((account) -> {
			String name = account.getUsername();
			change.suspended().filter((suspended) -> suspended == account.isEnabled()).ifPresent((suspended) -> {
				requireNoGroups();
				requireCopy(account);
				this.accounts.updateUser(User.withUserDetails(account).disabled(suspended).build());
			});
			requireRow(name);
			set(name, "first_name", change.firstName());
			set(name, "last_name", change.lastName());
			set(name, "picture", change.picture());
			set(name, "provided_id", change.providedId());
		}));
		return find(id);
	}

	/** Accounts that were not created here have none yet. */
	private void requireRow(String name) {
		if (this.jdbc.sql("select count(*) from claimflow_user where id = ?")
			.param(name)
			.query(Integer.class)
			.single() == 0) {
			UserProfile implied = implied(name);
			this.jdbc.sql("insert into claimflow_user (id, email, username, created_at) values (?, ?, ?, ?)")
				.param(name)
				.param(implied.email())
				.param(implied.username())
				.param(this.clock.instant().atOffset(ZoneOffset.UTC))
				.update();
		}
	}

	private void set(String name, String column, Optional<String> value) {
		value.ifPresent((text) -> this.jdbc.sql("update claimflow_user set " + column + " = ? where id = ?")
			.params(text, name)
			.update());
	}

	@Override
	public Optional<String> addIdentity(String id, UserIdentity identity) {
		try {
			return this.transactions.execute((status) -> account(id).map((account) -> {
				String name = account.getUsername();
				Optional<String> owner = present(identity.type(), identity.identity())
					.or(() -> account(identity.identity()).or(() -> account(folded(identity.identity())))
						.map(UserDetails::getUsername));
				if (owner.isPresent() && !owner.get().equals(name)) {
					throw taken();
				}
				if (idByIdentity(identity.type(), identity.identity()).isEmpty()) {
					insertIdentity(name, identity.type(), identity.identity());
				}
				return "identity_" + UUID
					.nameUUIDFromBytes(
							(identity.type() + ":" + folded(identity.identity())).getBytes(StandardCharsets.UTF_8))
					.toString()
					.replace("-", "");
			}));
		}
		catch (DuplicateKeyException ex) {
			throw taken();
		}
	}

	private static ApiException taken() {
		return new ApiException(400, "IDENTITY_TAKEN", "Another user has this identity: choose another one");
	}

	@Override
	public boolean setPassword(String id, String encodedPassword) {
		return Boolean.TRUE.equals(this.transactions.execute((status) -> account(id).map((account) -> {
			requireNoGroups();
			setPassword(account, encodedPassword);
			return true;
		}).orElse(false)));
	}

	/**
	 * A user of the application's own class has more than a copy would have, so it is the
	 * application that sets the password.
	 */
	private void setPassword(UserDetails account, String encodedPassword) {
		if (!isCopied(account) && this.accounts instanceof UserDetailsPasswordService passwords) {
			passwords.updatePassword(account, encodedPassword);
			if (account(account.getUsername()).filter((now) -> encodedPassword.equals(now.getPassword())).isPresent()) {
				return;
			}
		}
		requireCopy(account);
		this.accounts.updateUser(User.withUserDetails(account).password(encodedPassword).build());
	}

	/** Whether a copy of a user keeps all that there is. */
	private boolean isCopied(UserDetails account) {
		return account.getClass().getName().startsWith("org.springframework.security.") || keepsNoMore();
	}

	private void requireCopy(UserDetails account) {
		if (!isCopied(account)) {
			throw new ApiException(501, "NOT_AVAILABLE",
					"The application's users are of a class of its own, which an update would not keep: it needs a bean of type "
							+ UserManagement.class.getName());
		}
	}

	/**
	 * Spring Security's own way to update a user keeps nothing but what each user has.
	 */
	private boolean keepsNoMore() {
		Method update = ReflectionUtils.findMethod(AopUtils.getTargetClass(this.accounts), "updateUser",
				UserDetails.class);
		return update != null && update.getDeclaringClass() == JdbcUserDetailsManager.class;
	}

	/** An update would make the authorities of a user's groups the user's own. */
	private void requireNoGroups() {
		if (this.accounts instanceof JdbcUserDetailsManager
				&& Boolean.TRUE.equals(new DirectFieldAccessor(this.accounts).getPropertyValue("enableGroups"))) {
			throw new ApiException(501, "NOT_AVAILABLE",
					"The application's JdbcUserDetailsManager has groups, which an update would lose: it needs a bean of type "
							+ UserManagement.class.getName());
		}
	}

	private record Row(UserProfile profile, @Nullable OffsetDateTime createdAt) {

	}

}
