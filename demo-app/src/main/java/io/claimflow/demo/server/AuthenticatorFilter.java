package io.claimflow.demo.server;

import io.claimflow.demo.account.Authenticators;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Takes the code of an authenticator app from somebody who has given the password: a
 * factor of the demo's own.
 */
final class AuthenticatorFilter extends AbstractAuthenticationProcessingFilter {

	/** The factor; workflows know it as {@code mfa:authenticator_app}. */
	static final String AUTHORITY = "FACTOR_AUTHENTICATOR_APP";

	private final Authenticators authenticators;

	AuthenticatorFilter(Authenticators authenticators) {
		super(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/login/code"));
		this.authenticators = authenticators;
		setAuthenticationManager((authentication) -> authentication);
		setSecurityContextRepository(new HttpSessionSecurityContextRepository());
		setSessionAuthenticationStrategy(new ChangeSessionIdAuthenticationStrategy());
	}

	@Override
	public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		if (user == null || !user.isAuthenticated()) {
			throw new InsufficientAuthenticationException("A code is a second factor");
		}
		String code = request.getParameter("code");
		if (code == null || !this.authenticators.verify(user.getName(), code)) {
			throw new BadCredentialsException("The code is wrong");
		}
		return withFactor(user);
	}

	/** A user who has given the factor. */
	static Authentication withFactor(Authentication user) {
		return user.toBuilder()
			.authorities((authorities) -> authorities.add(FactorGrantedAuthority.fromAuthority(AUTHORITY)))
			.build();
	}

}
