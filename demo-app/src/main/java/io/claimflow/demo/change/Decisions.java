package io.claimflow.demo.change;

import java.io.Serializable;
import java.util.Optional;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.claimflow.Effect;
import io.claimflow.Outcome;
import io.claimflow.Trigger;
import io.claimflow.spring.run.WorkflowRun;
import io.claimflow.spring.run.WorkflowRunListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Remembers which workflow has refused what a browser asked for, until a page says so. A
 * password that a workflow does not take is not told from a wrong one, so neither is the
 * workflow.
 */
@Component("decisions")
public class Decisions implements WorkflowRunListener {

	/** A header that names the request of the demo's own OAuth client. */
	public static final String CALL = "Demo-Call";

	private static final String DECISION = Decisions.class.getName();

	private static final int CAPACITY = 1000;

	private final Cache<String, Decision> ofCalls = Caffeine.newBuilder().maximumSize(CAPACITY).build();

	@Override
	public void ran(WorkflowRun run) {
		HttpServletRequest request = request();
		if (request == null || !refuses(run)) {
			return;
		}
		Decision decision = new Decision(run.workflow().name(), run.workflow().file());
		String call = request.getHeader(CALL);
		HttpSession session = request.getSession(false);
		if (call != null) {
			this.ofCalls.put(call, decision);
		}
		else if (session != null) {
			session.setAttribute(DECISION, decision);
		}
		else {
			request.setAttribute(DECISION, decision);
		}
	}

	private static boolean refuses(WorkflowRun run) {
		Outcome outcome = run.outcome();
		return !run.workflow().trigger().equals(Trigger.EXISTING_PASSWORD_PROVIDED)
				&& (outcome.status() != Outcome.Status.COMPLETED
						|| outcome.effects().stream().anyMatch(Effect.Denial.class::isInstance)
						|| !outcome.effects(Effect.InvalidateFormField.class).isEmpty());
	}

	/** What a page is to say, once. */
	public @Nullable Decision take() {
		HttpServletRequest request = request();
		if (request == null) {
			return null;
		}
		HttpSession session = request.getSession(false);
		if (session != null && session.getAttribute(DECISION) instanceof Decision decision) {
			session.removeAttribute(DECISION);
			return decision;
		}
		return (Decision) request.getAttribute(DECISION);
	}

	/** Lets the page say what a call of the demo's own OAuth client met. */
	public void show(String call) {
		HttpServletRequest request = request();
		Optional.ofNullable(this.ofCalls.asMap().remove(call))
			.ifPresent((decision) -> Optional.ofNullable(request)
				.ifPresent((current) -> current.setAttribute(DECISION, decision)));
	}

	private static @Nullable HttpServletRequest request() {
		return (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null;
	}

	/**
	 * A workflow that has refused something.
	 *
	 * @param workflow the workflow's name for people
	 * @param file its source file, relative to its project
	 */
	public record Decision(String workflow, String file) implements Serializable {

	}

}
