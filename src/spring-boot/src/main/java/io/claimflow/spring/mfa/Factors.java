package io.claimflow.spring.mfa;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.authorization.RequiredFactor;
import org.springframework.security.authorization.RequiredFactorError;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * The factors that a user has given, and those that a rule of the application wants.
 */
final class Factors {

	static final String PREFIX = "FACTOR_";

	private Factors() {
	}

	/**
	 * The factor that a user began the sign-in with, or empty if Spring Security knows of
	 * none, as for a remembered user.
	 */
	static Optional<FactorGrantedAuthority> first(Authentication authentication) {
		return authentication.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.map(FactorGrantedAuthority.class::cast)
			.min(Comparator.comparing(FactorGrantedAuthority::getIssuedAt));
	}

	/** The user as after the first factor. */
	static Authentication withOnly(FactorGrantedAuthority first, Authentication authentication) {
		if (authentication.getAuthorities().stream().filter(Factors::isFactor).allMatch(first::equals)) {
			return authentication;
		}
		Authentication copy = authentication.toBuilder()
			.authorities((authorities) -> authorities
				.removeIf((authority) -> isFactor(authority) && !authority.equals(first)))
			.build();
		return isLike(copy, authentication) ? copy : authentication;
	}

	/**
	 * Whether a copy of a user is what the user is to the rules of an application. An
	 * {@code Authentication} of the application's own class becomes one of another class
	 * unless it says how it is copied.
	 */
	static boolean isLike(Authentication copy, Authentication user) {
		return copy.getClass() == user.getClass()
				|| user.getClass().getName().startsWith("org.springframework.security.");
	}

	/** Whether a user has given one of some factors. */
	static boolean given(List<String> factors, Authentication authentication) {
		return authentication.getAuthorities()
			.stream()
			.filter(FactorGrantedAuthority.class::isInstance)
			.anyMatch((authority) -> factors.contains(authority.getAuthority()));
	}

	/** A refusal that asks for one of some factors. */
	static FactorAuthorizationDecision asking(List<String> factors) {
		return new FactorAuthorizationDecision(factors.stream()
			.map((factor) -> RequiredFactorError.createMissing(RequiredFactor.withAuthority(factor).build()))
			.toList());
	}

	/** The user as if they had given more factors, just now. */
	static Authentication with(Set<String> more, Authentication authentication) {
		return authentication.toBuilder()
			.authorities(
					(authorities) -> more.stream().map(FactorGrantedAuthority::fromAuthority).forEach(authorities::add))
			.build();
	}

	/**
	 * The factors for want of which a rule refuses a user. One that is too old is none.
	 */
	static Set<String> missing(@Nullable AuthorizationResult result) {
		if (result instanceof FactorAuthorizationDecision decision) {
			return decision.getFactorErrors()
				.stream()
				.filter(RequiredFactorError::isMissing)
				.map((error) -> error.getRequiredFactor().getAuthority())
				.collect(Collectors.toCollection(LinkedHashSet::new));
		}
		if (result instanceof AuthorityAuthorizationDecision decision && !decision.isGranted()) {
			return factors(decision.getAuthorities());
		}
		return Set.of();
	}

	private static Set<String> factors(Collection<GrantedAuthority> authorities) {
		return authorities.stream()
			.map(GrantedAuthority::getAuthority)
			.filter((name) -> name != null && name.startsWith(PREFIX))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static boolean isFactor(GrantedAuthority authority) {
		String name = authority.getAuthority();
		return authority instanceof FactorGrantedAuthority || (name != null && name.startsWith(PREFIX));
	}

}
