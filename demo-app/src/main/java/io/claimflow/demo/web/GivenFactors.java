package io.claimflow.demo.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Notes in the session which factors somebody has given after the sign-in.
 */
final class GivenFactors {

	private GivenFactors() {
	}

	/** Somebody has given one more. */
	static void add(Authentication user, String factor, HttpServletRequest request, HttpServletResponse response) {
		save(user.toBuilder()
			.authorities((authorities) -> authorities.add(FactorGrantedAuthority.fromAuthority(factor)))
			.build(), request, response);
	}

	/** Somebody has given the password again. The session gets another identifier. */
	static void renewPassword(Authentication user, HttpServletRequest request, HttpServletResponse response) {
		request.changeSessionId();
		save(user.toBuilder().authorities((authorities) -> {
			authorities
				.removeIf((authority) -> FactorGrantedAuthority.PASSWORD_AUTHORITY.equals(authority.getAuthority()));
			authorities.add(FactorGrantedAuthority.fromAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY));
		}).build(), request, response);
	}

	private static void save(Authentication user, HttpServletRequest request, HttpServletResponse response) {
		SecurityContextImpl context = new SecurityContextImpl(user);
		SecurityContextHolder.setContext(context);
		new HttpSessionSecurityContextRepository().saveContext(context, request, response);
	}

}
