package io.claimflow.spring.mfa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Claims;
import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.FailurePolicy;
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.Verdict;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.request.SignInEvents;
import io.claimflow.spring.run.WorkflowRuns;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;

/**
 * Runs the workflow of {@code user:pre_mfa}, which decides whether a sign-in needs the
 * second factor that a rule of the application asks for. It runs by itself where that is
 * the rule of an {@code AuthorizationManagerFactory} bean of Spring Security's. An
 * application with other rules gives them to {@link #applyTo(AuthorizationManager)}.
 */
public final class MfaWorkflow {

	private static final Logger logger = LoggerFactory.getLogger(MfaWorkflow.class);

	private final WorkflowRuns runs;

	private final SignInEvents events;

	private final MfaProperties properties;

	private volatile boolean used;

	MfaWorkflow(WorkflowRuns runs, SignInEvents events, MfaProperties properties) {
		this.runs = runs;
		this.events = events;
		this.properties = properties;
	}

	/** Whether it runs even where no rule asks for a second factor. */
	boolean everySignIn() {
		return this.properties.everySignIn();
	}

	/** The factors that it can ask for where a sign-in began with another one. */
	List<String> factors(FactorGrantedAuthority first) {
		return this.properties.factors().stream().filter((factor) -> !factor.equals(first.getAuthority())).toList();
	}

	/** The decision about a user who needs a second factor of which there is none. */
	MfaDecision nothingToAskFor(Authentication user) {
		logger
			.error("The workflow of user:pre_mfa requires a second factor for a sign-in with {}, and there is none to ask"
					+ " for, so the sign-in is denied. Set claimflow.mfa.factors to the factors that the application has"
					+ " pages for, beside the one that sign-ins begin with.",
					Factors.first(user).map(FactorGrantedAuthority::getAuthority).orElse("no factor"));
		return new MfaDecision(MfaPolicy.REQUIRED, "A second factor is required, and this server has none to ask for");
	}

	/**
	 * A rule with which the workflow can let a user pass who has given only one of the
	 * factors that the rule asks for. What else the rule asks for stands.
	 * @param rule the application's rule
	 * @return the rule to authorize with, which throws {@link MfaDeniedException} if the
	 * workflow denies the sign-in
	 */
	public <T> AuthorizationManager<T> applyTo(AuthorizationManager<T> rule) {
		this.used = true;
		return new MfaAuthorizationManager<>(rule, () -> this);
	}

	/** Whether the application has asked for a rule. */
	boolean used() {
		return this.used;
	}

	/** The workflow, or empty if none is live. */
	Optional<DeployedWorkflow> live() {
		return this.runs.workflow(Trigger.PRE_MFA);
	}

	/**
	 * Runs the workflow. What it does not decide leaves the sign-in with what the
	 * application asks for. After a run that fails, a second factor is needed.
	 * @param workflow the workflow
	 * @param user the user as after the first factor
	 * @param first the first factor
	 * @param wanted the factors that the application asks for beside it
	 * @param request the request
	 */
	MfaDecision decide(DeployedWorkflow workflow, Authentication user, FactorGrantedAuthority first, Set<String> wanted,
			HttpServletRequest request) {
		Event event;
		try {
			event = event(this.events.describe(user, request), wanted, factors(first));
		}
		catch (RuntimeException ex) {
			logger.error("The sign-in could not be described to its workflow, so it needs its second factor", ex);
			return MfaDecision.REQUIRED;
		}
		Outcome outcome = this.runs.run(workflow, event, Claims.none());
		// A failure leaves the second factor needed, whatever the workflow's policy is.
		Verdict verdict = outcome.verdict(FailurePolicy.STOP);
		if (verdict instanceof Verdict.Denied denied) {
			return new MfaDecision(MfaPolicy.REQUIRED, denied.reason());
		}
		if (!(verdict instanceof Verdict.Allowed allowed)) {
			return MfaDecision.REQUIRED;
		}
		List<Effect.SetMfaPolicy> policies = allowed.effects(Effect.SetMfaPolicy.class);
		return policies.isEmpty() ? MfaDecision.NONE
				: new MfaDecision(policies.get(policies.size() - 1).policy(), null);
	}

	private static Event event(Event signIn, Set<String> wanted, List<String> others) {
		List<String> factors = new ArrayList<>();
		(wanted.isEmpty() ? others : wanted).forEach((factor) -> factors.add(name(factor)));
		Map<String, Object> mfa = new LinkedHashMap<>();
		mfa.put("policy", !wanted.isEmpty() ? "required" : others.isEmpty() ? "off" : "optional");
		mfa.put("context", "environment");
		mfa.put("enabledFactors", factors);
		mfa.put("enabled_factors", factors);
		mfa.put("isUserRoleExempt", false);
		mfa.put("isUserConnectionExempt", false);
		Map<String, Object> context = new LinkedHashMap<>(signIn.context());
		context.put("mfa", mfa);
		return new Event(signIn.request(), context);
	}

	/** Spring Security's one-time tokens go by mail. */
	private static String name(String factor) {
		return FactorGrantedAuthority.OTT_AUTHORITY.equals(factor) ? "mfa:email"
				: "mfa:" + factor.replaceFirst("^FACTOR_", "").toLowerCase(Locale.ROOT);
	}

}
