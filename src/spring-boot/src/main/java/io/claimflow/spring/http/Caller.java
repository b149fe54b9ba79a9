package io.claimflow.spring.http;

import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * The one who makes a call.
 *
 * @param name who it is, such as {@code client:ci}, {@code user:ada} or an issuer and its
 * subject
 * @param scopes what its token is good for
 */
public record Caller(String name, Set<String> scopes) {

	/** What the names of clients begin with. */
	static final String CLIENT = "client:";

	/** What the names of users begin with. */
	static final String USER = "user:";

	private static final String SCOPE = "SCOPE_";

	/** The caller of the current request, which has been authenticated. */
	public static Caller current() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		if (authentication == null) {
			throw new IllegalStateException("The call has gone past its security filter chain");
		}
		return new Caller(authentication.getName(),
				authentication.getAuthorities()
					.stream()
					.map(GrantedAuthority::getAuthority)
					.filter((authority) -> authority != null && authority.startsWith(SCOPE))
					.map((authority) -> authority.substring(SCOPE.length()))
					.collect(Collectors.toUnmodifiableSet()));
	}

}
