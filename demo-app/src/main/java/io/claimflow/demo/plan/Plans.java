package io.claimflow.demo.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.Effect;
import io.claimflow.Event;
import io.claimflow.Trigger;
import io.claimflow.Verdict;
import io.claimflow.demo.DemoAddress;
import io.claimflow.spring.run.WorkflowRuns;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The plans of accounts, and the workflows of {@code user:plan_selection} and
 * {@code user:plan_cancellation_request}, which have a say when one changes or ends.
 * Claimflow fires those triggers nowhere by itself, as it knows no plans.
 */
@Component
public class Plans {

	private final ObjectProvider<WorkflowRuns> runs;

	private final JdbcClient jdbc;

	private final DemoAddress address;

	/** There are no runs with {@code claimflow.enabled=false}. */
	Plans(ObjectProvider<WorkflowRuns> runs, JdbcClient jdbc, DemoAddress address) {
		this.runs = runs;
		this.jdbc = jdbc;
		this.address = address;
	}

	@Bean
	static Trigger planSelection() {
		return Trigger.PLAN_SELECTION;
	}

	@Bean
	static Trigger planCancellation() {
		return Trigger.PLAN_CANCELLATION_REQUEST;
	}

	/** The plan of an account. */
	public Plan of(String name) {
		return this.jdbc.sql("select plan from users where username = ? and plan is not null")
			.param(name)
			.query(String.class)
			.optional()
			.flatMap(Plan::of)
			.orElse(Plan.FREE);
	}

	/**
	 * Changes the plan of an account, if the workflow lets it. A plan that was chosen
	 * ends with the choice of {@link Plan#FREE}.
	 * @param name the account
	 * @param plan the plan
	 * @param ip the address of the browser
	 * @param userAgent what the browser calls itself
	 * @return why not, or empty if the account has the plan now
	 */
	public Optional<PlanRefusal> change(String name, Plan plan, String ip, String userAgent) {
		Plan current = of(name);
		boolean cancellation = plan == Plan.FREE && current != Plan.FREE;
		Trigger trigger = cancellation ? Trigger.PLAN_CANCELLATION_REQUEST : Trigger.PLAN_SELECTION;
		Map<String, Object> billing = cancellation ? Map.of("currentPlanCode", current.code())
				: Map.of("currentPlanCode", current.code(), "requestedPlanCode", plan.code());
		Optional<PlanRefusal> refusal = this.runs.stream()
			.findFirst()
			.flatMap((runs) -> refusal(runs.fire(trigger, event(name, billing, ip, userAgent))));
		if (refusal.isEmpty()) {
			this.jdbc.sql("update users set plan = ? where username = ?").params(plan.code(), name).update();
		}
		return refusal;
	}

	private Event event(String name, Map<String, Object> billing, String ip, String userAgent) {
		Map<String, Object> context = new LinkedHashMap<>();
		context.put("domains", Map.of("kindeDomain", this.address.url("")));
		context.put("user", Map.of("id", name));
		context.put("billing", billing);
		return new Event(Map.of("ip", ip, "userAgent", userAgent), context);
	}

	private static Optional<PlanRefusal> refusal(Verdict verdict) {
		if (verdict instanceof Verdict.Denied denied) {
			List<String> reasons = (denied.denial() instanceof Effect.DenyPlanSelection selection) ? selection.reasons()
					: List.of();
			return Optional.of(new PlanRefusal(denied.reason(), reasons));
		}
		if (verdict instanceof Verdict.Failed failed) {
			return Optional.of(new PlanRefusal("This could not be checked (run " + failed.runId() + ").", List.of()));
		}
		return Optional.empty();
	}

}
