package io.claimflow.spring.mfa;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.claimflow.MfaPolicy;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * What a workflow has decided about a sign-in.
 *
 * @param policy whether the sign-in needs a second factor, or null if the workflow has
 * not said so
 * @param denial why the sign-in is denied, or null if it is not
 */
record MfaDecision(@Nullable MfaPolicy policy, @Nullable String denial) {

	/** What the application asks for stands. */
	static final MfaDecision NONE = new MfaDecision(null, null);

	/** A second factor is needed, even where the application asks for none. */
	static final MfaDecision REQUIRED = new MfaDecision(MfaPolicy.REQUIRED, null);

	private static final String UNDECIDED = "NONE";

	/**
	 * Spring Security keeps attributes with this prefix in a session whose other
	 * attributes it drops at the second factor.
	 */
	private static final String ATTRIBUTE = "SPRING_SECURITY_CLAIMFLOW_MFA";

	/**
	 * What is remembered about a sign-in. A new one has a factor of its own, even where
	 * it goes on with the session of another.
	 * @param session the session that the user is signed in with
	 * @param authentication what the user is signed in with
	 * @param first the factor that the sign-in began with
	 */
	static Optional<MfaDecision> remembered(HttpSession session, Authentication authentication,
			FactorGrantedAuthority first) {
		if (session.getAttribute(ATTRIBUTE) instanceof Map<?, ?> kept && kept.get("policy") instanceof String policy
				&& signIn(authentication, first).equals(kept.get("signIn"))) {
			return Optional.of(new MfaDecision(policy.equals(UNDECIDED) ? null : MfaPolicy.valueOf(policy),
					(String) kept.get("denial")));
		}
		return Optional.empty();
	}

	/**
	 * Keeps the decision for as long as the sign-in lasts, as types that any store takes.
	 */
	void remember(HttpSession session, Authentication authentication, FactorGrantedAuthority first) {
		Map<String, String> kept = new HashMap<>();
		kept.put("signIn", signIn(authentication, first));
		kept.put("policy", (this.policy != null) ? this.policy.name() : UNDECIDED);
		if (this.denial != null) {
			kept.put("denial", this.denial);
		}
		session.setAttribute(ATTRIBUTE, kept);
	}

	private static String signIn(Authentication authentication, FactorGrantedAuthority first) {
		return first.getIssuedAt() + " " + authentication.getName();
	}

}
