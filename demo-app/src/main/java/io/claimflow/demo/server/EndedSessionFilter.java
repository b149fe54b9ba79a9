package io.claimflow.demo.server;

import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

import io.claimflow.demo.account.Accounts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends the session of somebody who gave a password that is not the account's any more. It
 * asks the database, so it holds for the sessions of every node.
 */
final class EndedSessionFilter extends OncePerRequestFilter {

	private final Accounts accounts;

	EndedSessionFilter(Accounts accounts) {
		this.accounts = accounts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Authentication user = SecurityContextHolder.getContext().getAuthentication();
		if (user != null && isOutdated(user)) {
			new SecurityContextLogoutHandler().logout(request, response, user);
		}
		chain.doFilter(request, response);
	}

	private boolean isOutdated(Authentication user) {
		Optional<Instant> given = user.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.map(FactorGrantedAuthority.class::cast)
			.filter((factor) -> FactorGrantedAuthority.PASSWORD_AUTHORITY.equals(factor.getAuthority()))
			.map((factor) -> Objects.requireNonNull(factor.getIssuedAt()))
			.max(Instant::compareTo);
		return given.isPresent() && this.accounts.passwordChangedAt(user.getName())
			.filter((changed) -> given.get().isBefore(changed))
			.isPresent();
	}

}
