package io.claimflow.engine;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.engine.admission.Bulkhead;
import io.claimflow.engine.admission.CircuitBreaker;
import io.claimflow.engine.watch.RunThreads;
import io.claimflow.engine.watch.Watchdog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets runs begin, on a thread of their own, and answers for those that may not begin and
 * for those that cannot be stopped.
 */
final class RunDispatcher {

	private static final Logger logger = LoggerFactory.getLogger(RunDispatcher.class);

	private final RunTerms terms;

	private final RunThreads workers;

	private final Bulkhead bulkhead;

	RunDispatcher(RunTerms terms, RunThreads workers, Capacity capacity) {
		this.terms = terms;
		this.workers = workers;
		this.bulkhead = new Bulkhead(capacity, terms.watchdog().shortage());
	}

	/** Runs a workflow and waits for the outcome, within bounds. */
	Outcome run(DeployedWorkflow deployed, Event event, Claims before) {
		return run(deployed, event, before, (mask) -> {
		});
	}

	/**
	 * Runs a workflow and waits for the outcome, within bounds.
	 * @param mask is given what masks the secrets of the run
	 */
	Outcome run(DeployedWorkflow deployed, Event event, Claims before, Consumer<UnaryOperator<String>> mask) {
		Run run = new Run(this.terms, deployed, event, before);
		mask.accept(run::mask);
		Optional<CircuitBreaker.Permit> permit = deployed.admission().breaker().admit();
		if (permit.isEmpty()) {
			return run.failed(Failure.Kind.SUSPENDED,
					"The workflow is suspended: its runs kept meeting limits, or one cannot be stopped");
		}
		Optional<Outcome> remembered = remembered(run);
		if (remembered.isPresent()) {
			permit.get().answered();
			return remembered.get();
		}
		return begin(run, deployed, permit.get());
	}

	/**
	 * Runs a workflow for nobody, and waits for the outcome, within bounds. Whatever
	 * comes of it, nobody's sign-in is refused for it.
	 */
	Outcome dryRun(Run run, DeployedWorkflow deployed) {
		return begin(run, deployed, deployed.admission().breaker().bystander());
	}

	private Outcome begin(Run run, DeployedWorkflow deployed, CircuitBreaker.Permit permit) {
		try {
			Runnable leave = this.bulkhead.enter(deployed.admission().share(), run.permit());
			return run(run, permit, () -> {
				leave.run();
				run.restock();
			});
		}
		catch (Bulkhead.OverloadException ex) {
			permit.unused();
			Set<String> others = this.terms.watchdog().goingOn();
			return run.failed(Failure.Kind.OVERLOAD, others.isEmpty() ? ex.getMessage()
					: ex.getMessage() + "; meanwhile " + Watchdog.longRunsOf(others) + " compute");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			permit.unused();
			return run.failed(Failure.Kind.INTERNAL, "The request was interrupted");
		}
	}

	/** An event that cannot be read fails its run, which says so. */
	private static Optional<Outcome> remembered(Run run) {
		try {
			return run.remembered();
		}
		catch (RuntimeException | Error ex) {
			return Optional.empty();
		}
	}

	private Outcome run(Run run, CircuitBreaker.Permit permit, Runnable leave) throws InterruptedException {
		run.begin();
		try {
			Run.Ended ended = this.workers.call(run::work, run::patience, leave);
			if (ended.struck()) {
				permit.struck();
			}
			else {
				permit.ended();
			}
			return ended.outcome();
		}
		catch (RunThreads.AbandonedException ex) {
			permit.abandoned();
			ex.onReturn(permit::returned);
			if (run.isStuck()) {
				permit.struck();
			}
			else {
				permit.unused();
			}
			return run.abandoned();
		}
		catch (RejectedExecutionException ex) {
			permit.unused();
			return run.failed(Failure.Kind.INTERNAL, "The engine is closed");
		}
		catch (RuntimeException | Error ex) {
			permit.unused();
			if (this.workers.areClosed()) {
				return run.failed(Failure.Kind.INTERNAL, "The engine is closed");
			}
			logger.error("A run could not begin", ex);
			return run.failed(Failure.Kind.INTERNAL, "The engine failed with " + ex.getClass().getName());
		}
	}

	/** The runs that go on, wait and cannot be stopped. */
	EngineLoad load(int compilations) {
		return new EngineLoad(this.bulkhead.running(), this.bulkhead.queued(), this.workers.abandoned(), compilations);
	}

}
