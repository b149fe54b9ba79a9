package io.claimflow.spring.password;

import java.util.Optional;

import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * Knows which users there are. A bean of this type is asked once per run of
 * {@code user:existing_password_provided}. Without one, the application's
 * {@code UserDetailsService} bean is asked, and {@code context.user.id} is its
 * {@code UserDetails.getUsername()}.
 */
@FunctionalInterface
public interface UserRecords {

	/**
	 * Finds a user.
	 * @param name what was typed as the user's name
	 * @return the value of {@code context.user.id}, or empty if there is no such user
	 */
	Optional<String> userId(String name);

	/**
	 * Those whom a service of Spring Security's finds.
	 * @param service the service
	 */
	static UserRecords of(UserDetailsService service) {
		return (name) -> {
			try {
				return Optional.of(service.loadUserByUsername(name).getUsername());
			}
			catch (UsernameNotFoundException ex) {
				return Optional.empty();
			}
		};
	}

}
