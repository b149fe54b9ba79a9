package io.claimflow.spring.signin;

import java.util.function.Supplier;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.Verdict;
import io.claimflow.spring.deployment.DeploymentPins;
import io.claimflow.spring.request.PendingRequest;
import io.claimflow.spring.run.WorkflowRuns;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

/**
 * Runs the workflow of {@code user:post_authentication} for a sign-in, and ends the
 * sign-in if the workflow denies it, or fails and does not go on.
 */
final class SignInWorkflow {

	private static final Logger logger = LoggerFactory.getLogger(SignInWorkflow.class);

	private final WorkflowRuns runs;

	private final SignInEventFactory events;

	private final DeploymentPins pins;

	SignInWorkflow(WorkflowRuns runs, SignInEventFactory events, DeploymentPins pins) {
		this.runs = runs;
		this.events = events;
		this.pins = pins;
	}

	/** Somebody gives the first factor. */
	void begin(Authentication authentication, HttpServletRequest request) {
		this.pins.begin(request, authentication.getName());
	}

	/** What began during a request goes on in its session. */
	void keep(HttpServletRequest request) {
		this.pins.keep(request);
	}

	/** Whether a workflow is live. */
	boolean live() {
		return this.runs.isLive(Trigger.POST_AUTHENTICATION);
	}

	/**
	 * Judges a sign-in, unless this request has judged it before or no workflow is live.
	 * @param authentication what the user is signed in with
	 * @param existingSession whether the user was signed in before the request came
	 * @param request the request
	 * @param pending what the sign-in is for
	 * @throws SignInDeniedException if the workflow denies it
	 * @throws SignInFailedException if the workflow fails and its policy is to stop
	 */
	void judge(Authentication authentication, boolean existingSession, HttpServletRequest request,
			Supplier<PendingRequest> pending) {
		if (!live() || !isPerson(authentication) || JudgedSignIn.inRequest(request, authentication)) {
			return;
		}
		Verdict verdict = this.runs.fire(Trigger.POST_AUTHENTICATION,
				() -> event(authentication, existingSession, request, pending), Claims.none());
		if (verdict instanceof Verdict.Denied denied) {
			throw new SignInDeniedException(denied.reason());
		}
		if (verdict instanceof Verdict.Failed failed) {
			throw new SignInFailedException(failed.runId());
		}
		JudgedSignIn.remember(request, authentication);
	}

	private Event event(Authentication authentication, boolean existingSession, HttpServletRequest request,
			Supplier<PendingRequest> pending) {
		try {
			return this.events.create(authentication, pending.get(), existingSession, request);
		}
		catch (RuntimeException ex) {
			logger.error("The sign-in could not be described to its workflow, so it ended", ex);
			throw new SignInFailedException(null);
		}
	}

	/** Clients and bearers of tokens do not sign in. */
	private static boolean isPerson(Authentication authentication) {
		return authentication.isAuthenticated() && !(authentication instanceof AnonymousAuthenticationToken)
				&& !(authentication instanceof OAuth2ClientAuthenticationToken)
				&& !(authentication instanceof AbstractOAuth2TokenAuthenticationToken);
	}

}
