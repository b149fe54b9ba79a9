package io.claimflow.spring.mfa;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.claimflow.MfaPolicy;
import io.claimflow.engine.DeployedWorkflow;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.WebUtils;

/**
 * A rule of the application that may ask for more than one factor, and the workflow that
 * may waive all but the first, or ask for a second one if an operator lets it. The rule
 * itself stays in charge: to waive factors is to ask it again as if they had been given.
 *
 * @param rule the application's rule
 * @param workflow the workflow, which is looked up late: rules are made before it
 * @param <T> what the rule is about
 */
record MfaAuthorizationManager<T extends @Nullable Object>(AuthorizationManager<T> rule,
		Supplier<MfaWorkflow> workflow) implements AuthorizationManager<T> {

	private static final Logger logger = LoggerFactory.getLogger(MfaAuthorizationManager.class);

	@Override
	public @Nullable AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			T object) {
		AuthorizationResult own = this.rule.authorize(authentication, object);
		Authentication user = authentication.get();
		if (user instanceof OAuth2ClientAuthenticationToken) {
			// A client is no person, and has no factor that it could give.
			return waive(own, user, object);
		}
		FactorGrantedAuthority first = (user != null) ? Factors.first(user).orElse(null) : null;
		if (user == null || first == null || user instanceof AbstractOAuth2TokenAuthenticationToken) {
			return own; // not a person's sign-in
		}
		HttpServletRequest request = request(object);
		HttpSession session = (request != null) ? request.getSession(false) : null;
		DeployedWorkflow live = this.workflow.get().live().orElse(null);
		if (request == null || session == null || live == null) {
			return own;
		}
		MfaDecision decision = MfaDecision.remembered(session, user, first)
			.orElseGet(() -> decide(live, own, user, first, object, request, session));
		if (decision.denial() != null) {
			throw new MfaDeniedException(decision.denial());
		}
		if (decision.policy() == MfaPolicy.SKIP) {
			return waive(own, user, object);
		}
		return (decision.policy() == MfaPolicy.REQUIRED) ? require(own, user, first, object, session) : own;
	}

	private static @Nullable HttpServletRequest request(@Nullable Object object) {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			return attributes.getRequest();
		}
		return (object instanceof RequestAuthorizationContext context) ? context.getRequest() : null;
	}

	/**
	 * Asks the workflow if the rule is not content with the first factor, even where the
	 * user has given the others by now: a denial must not depend on who was faster. Of
	 * the requests that a page makes at the same time, one asks.
	 */
	private MfaDecision decide(DeployedWorkflow live, @Nullable AuthorizationResult own, Authentication user,
			FactorGrantedAuthority first, T object, HttpServletRequest request, HttpSession session) {
		Authentication before = Factors.withOnly(first, user);
		Set<String> wanted = Factors.missing((before == user) ? own : this.rule.authorize(() -> before, object));
		if (wanted.isEmpty() && !this.workflow.get().everySignIn()) {
			return MfaDecision.NONE;
		}
		synchronized (WebUtils.getSessionMutex(session)) {
			return MfaDecision.remembered(session, user, first).orElseGet(() -> {
				MfaDecision decision = this.workflow.get().decide(live, before, first, wanted, request);
				decision.remember(session, user, first);
				return decision;
			});
		}
	}

	/**
	 * Asks for a second factor where the rule itself asks for none. A user without any
	 * that can be asked for is denied.
	 */
	private @Nullable AuthorizationResult require(@Nullable AuthorizationResult own, Authentication user,
			FactorGrantedAuthority first, T object, HttpSession session) {
		MfaWorkflow workflow = this.workflow.get();
		List<String> factors = workflow.factors(first);
		if (!workflow.everySignIn() || (own != null && !own.isGranted()) || Factors.given(factors, user)) {
			return own;
		}
		Authentication before = Factors.withOnly(first, user);
		if (before != user && !Factors.missing(this.rule.authorize(() -> before, object)).isEmpty()) {
			return own; // the rule asked for one, and has got it
		}
		if (factors.isEmpty()) {
			MfaDecision denied = workflow.nothingToAskFor(user);
			denied.remember(session, user, first);
			throw new MfaDeniedException(String.valueOf(denied.denial()));
		}
		return Factors.asking(factors);
	}

	private @Nullable AuthorizationResult waive(@Nullable AuthorizationResult own, Authentication user, T object) {
		AuthorizationResult result = own;
		Set<String> waived = new HashSet<>();
		while (waived.addAll(Factors.missing(result))) {
			Authentication as = Factors.with(waived, user);
			if (!Factors.isLike(as, user)) {
				logger
					.warn("The workflow of user:pre_mfa cannot waive a factor of a user whose Authentication is of the class {}, as"
							+ " a copy of it is of another class, which your rules may judge otherwise. Let the class override"
							+ " toBuilder(). What your rules ask for stands.", user.getClass().getName());
				return own;
			}
			result = this.rule.authorize(() -> as, object);
		}
		return result;
	}

}
