package io.claimflow.spring.management;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.claimflow.management.ApiException;
import io.claimflow.management.UserChange;
import io.claimflow.management.UserManagement;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.provisioning.UserDetailsManager;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Users of a class of the application's own, who have more than those of Spring Security.
 */
class OwnUsersTests {

	private static JdbcUserManagement management(UserDetailsManager accounts) {
		JdbcDataSource source = new JdbcDataSource();
		source.setUrl("jdbc:h2:mem:" + UUID.randomUUID());
		return new JdbcUserManagement(accounts, JdbcClient.create(source), TransactionOperations.withoutTransaction(),
				List.of("ROLE_USER"), () -> "{noop}nobody", Clock.systemUTC());
	}

	@Test
	void passwordIsSetByTheApplicationItself() {
		Members members = new MembersWithPasswords();
		assertThat(management(members).setPassword("ada", "{noop}new")).isTrue();
		assertThat(members.loadUserByUsername("ada"))
			.isInstanceOfSatisfying(Member.class, (member) -> assertThat(member.tenant).isEqualTo("t-7"))
			.extracting(UserDetails::getPassword)
			.isEqualTo("{noop}new");
	}

	@Test
	void userStaysAsItIsWhereTheApplicationCannotSetAPassword() {
		Members members = new Members();
		assertThatExceptionOfType(ApiException.class)
			.isThrownBy(() -> management(members).setPassword("ada", "{noop}new"))
			.withMessageContaining(UserManagement.class.getName());
		assertThat(members.loadUserByUsername("ada")).isInstanceOf(Member.class)
			.extracting(UserDetails::getPassword)
			.isEqualTo("{noop}old");
	}

	@ParameterizedTest
	@MethodSource("users")
	void userOfTheApplicationsOwnClassIsNotSuspendedAsACopy(UserDetails user) {
		Members members = new Members();
		members.members.put("ada", user);
		UserChange suspension = new UserChange(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
				Optional.of(true));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> management(members).update("ada", suspension))
			.withMessageContaining(UserManagement.class.getName());
		assertThat(members.loadUserByUsername("ada")).isSameAs(user);
	}

	static Stream<UserDetails> users() {
		Member member = new Member("ada", "{noop}old", "t-7");
		return Stream.of(member, new Wrapped(member));
	}

	/** A user that is wrapped. */
	record Wrapped(UserDetails user) implements UserDetails {

		@Override
		public Collection<? extends GrantedAuthority> getAuthorities() {
			return this.user.getAuthorities();
		}

		@Override
		public String getPassword() {
			return this.user.getPassword();
		}

		@Override
		public String getUsername() {
			return this.user.getUsername();
		}

	}

	/** A user with a tenant. */
	static final class Member extends User {

		private static final long serialVersionUID = 1L;

		private final String tenant;

		Member(String username, String password, String tenant) {
			super(username, password, AuthorityUtils.createAuthorityList("ROLE_USER"));
			this.tenant = tenant;
		}

	}

	static class Members implements UserDetailsManager {

		final Map<String, UserDetails> members = new ConcurrentHashMap<>(
				Map.of("ada", new Member("ada", "{noop}old", "t-7")));

		@Override
		public UserDetails loadUserByUsername(String username) {
			UserDetails member = this.members.get(username);
			if (member == null) {
				throw new UsernameNotFoundException("No such member");
			}
			return member;
		}

		@Override
		public void createUser(UserDetails user) {
			this.members.put(user.getUsername(), user);
		}

		@Override
		public void updateUser(UserDetails user) {
			this.members.put(user.getUsername(), user);
		}

		@Override
		public void deleteUser(String username) {
			this.members.remove(username);
		}

		@Override
		public void changePassword(String oldPassword, String newPassword) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean userExists(String username) {
			return this.members.containsKey(username);
		}

	}

	static final class MembersWithPasswords extends Members implements UserDetailsPasswordService {

		@Override
		public UserDetails updatePassword(UserDetails user, String newPassword) {
			Member updated = new Member(user.getUsername(), newPassword, ((Member) user).tenant);
			this.members.put(user.getUsername(), updated);
			return updated;
		}

	}

}
