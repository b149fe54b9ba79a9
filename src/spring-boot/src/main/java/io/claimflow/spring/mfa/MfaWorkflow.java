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
import io.claimflow.MfaPolicy;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.run.WorkflowRuns;
import io.claimflow.spring.signin.SignInEvents;
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

	private volatile boolean used;

	MfaWorkflow(WorkflowRuns runs, SignInEvents events) {
		this.runs = runs;
		this.events = events;
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
	 * Runs the workflow. What it does not decide, and a run that fails, leaves the
	 * sign-in with what the application asks for.
	 * @param workflow the workflow
	 * @param user the user as after the first factor
	 * @param wanted the factors that the application asks for beside it
	 * @param request the request
	 */
	MfaDecision decide(DeployedWorkflow workflow, Authentication user, Set<String> wanted, HttpServletRequest request) {
		Event event;
		try {
			event = event(this.events.describe(user, request), wanted);
		}
		catch (RuntimeException ex) {
			logger.error("The sign-in could not be described to its workflow, so it needs its second factor", ex);
			return MfaDecision.REQUIRED;
		}
		Outcome outcome = this.runs.run(workflow, event, Claims.none());
		Optional<Effect.DenyAccess> denial = outcome.denial();
		if (denial.isPresent()) {
			return new MfaDecision(MfaPolicy.REQUIRED, denial.get().reason());
		}
		List<Effect.SetMfaPolicy> policies = outcome.effects(Effect.SetMfaPolicy.class);
		return policies.isEmpty() ? MfaDecision.REQUIRED
				: new MfaDecision(policies.get(policies.size() - 1).policy(), null);
	}

	private static Event event(Event signIn, Set<String> wanted) {
		List<String> factors = new ArrayList<>();
		wanted.forEach((factor) -> factors.add(name(factor)));
		Map<String, Object> mfa = new LinkedHashMap<>();
		mfa.put("policy", "required");
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
