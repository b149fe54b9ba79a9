package io.claimflow.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.kinde.KindeEvents;
import io.claimflow.sample.SampleClaims;
import io.claimflow.sample.SampleEvents;

/**
 * Runs the workflows of a project for nobody, each until it is no longer slow: what comes
 * of the runs is thrown away, and they can call and tell nobody.
 */
final class ProjectWarmUp {

	/**
	 * The first run loads what all need, and shows which realm the next ones can share.
	 */
	private static final int LEAST = 2;

	/** What computes for less than this is not slow. */
	private static final long QUICK_NANOS = Duration.ofMillis(10).toNanos();

	private static final int MOST = 30;

	/** So many runs that are hardly faster than the fastest before them are enough. */
	private static final int STEADY = 2;

	/** What is slower than this is no faster. */
	private static final double FASTER = 0.8;

	/** The runs that may be ended by a limit: what was too slow once is faster now. */
	private static final int STRIKES = 2;

	private final RealmPool realms;

	private final Watchdog watchdog;

	private final Limits limits;

	private final HostServices services;

	private final RunDispatcher dispatcher;

	/**
	 * Creates the warm-up.
	 * @param limits the limits of each run
	 * @param dispatcher lets the runs begin beside those that somebody waits for
	 */
	ProjectWarmUp(RealmPool realms, Watchdog watchdog, Limits limits, HostServices services, RunDispatcher dispatcher) {
		this.realms = realms;
		this.watchdog = watchdog;
		this.limits = limits;
		this.services = services;
		this.dispatcher = dispatcher;
	}

	/**
	 * Runs the workflows, one after the other. Each has its part of the time, and what
	 * those before it have left.
	 */
	List<WarmedUp> run(List<DeployedWorkflow> workflows, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		List<WarmedUp> warm = new ArrayList<>();
		for (int i = 0; i < workflows.size(); i++) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				break;
			}
			warm.add(run(workflows.get(i), System.nanoTime() + left / (workflows.size() - i)));
		}
		return warm;
	}

	private WarmedUp run(DeployedWorkflow deployed, long end) {
		Map<String, Object> sample = SampleEvents.of(deployed.workflow().trigger());
		Event event = SampleEvents.event(part(sample, KindeEvents.REQUEST), part(sample, KindeEvents.CONTEXT));
		Claims before = claims(deployed.workflow().trigger(), sample);
		boolean packages = importsPackages(deployed);
		RunCost first = RunCost.NONE;
		RunCost last = RunCost.NONE;
		long fastest = Long.MAX_VALUE;
		boolean complete = false;
		int strikes = 0;
		int runs = 0;
		int steady = 0;
		boolean settled = false;
		while (runs < MOST && strikes < STRIKES && !(settled && runs >= LEAST)) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				break;
			}
			Run run = new Run(terms(Duration.ofNanos(left)), deployed, event, before);
			Outcome outcome = this.dispatcher.dryRun(run, deployed);
			runs++;
			if (runs == 1) {
				this.realms.prepareShared(deployed.realms());
			}
			last = run.cost();
			first = (runs == 1) ? last : first;
			steady = (last.nanos() < FASTER * fastest) ? 0 : steady + 1;
			fastest = Math.min(fastest, last.nanos());
			settled = steady >= STEADY || last.nanos() < QUICK_NANOS;
			complete = outcome.failure().isEmpty();
			strikes += outcome.failure().map(Failure::kind).filter(ProjectWarmUp::isStrike).isPresent() ? 1 : 0;
		}
		deployed.realms().warm();
		this.realms.prepare(deployed.realms());
		return new WarmedUp(deployed.workflow().id(), runs, Duration.ofNanos(first.nanos()),
				Duration.ofNanos(last.nanos()), packages ? Duration.ofNanos(last.linkNanos()) : Duration.ZERO,
				complete);
	}

	/** Where processors are scarce, a run may take long that computes for a moment. */
	private RunTerms terms(Duration left) {
		return new RunTerms(this.realms, this.watchdog, this.limits.withDeadline(left), this.services, true,
				Fixed.NOTHING);
	}

	private static boolean isStrike(Failure.Kind kind) {
		return switch (kind) {
			case DEADLINE, CPU_TIME, MEMORY, STATEMENTS -> true;
			default -> false;
		};
	}

	private static boolean importsPackages(DeployedWorkflow deployed) {
		return deployed.program().all().stream().map(CompiledModule::file).anyMatch(CompiledModule.PACKAGES::equals);
	}

	private static Claims claims(Trigger trigger, Map<String, Object> event) {
		Claims claims = Claims.none();
		for (Map.Entry<TokenType, Map<String, Object>> token : SampleClaims.of(trigger, event, Instant.now())
			.entrySet()) {
			claims = claims.and(token.getKey(), token.getValue());
		}
		return claims;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> part(Map<String, Object> event, String name) {
		return (event.get(name) instanceof Map<?, ?> part) ? (Map<String, Object>) part : Map.of();
	}

}
