package io.claimflow.spring.deployment;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

import io.claimflow.engine.LoadedProject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployments of this server that are loaded: one is live, and runs are made of it. A
 * change of what is live is the change of one reference, so no request sees half of it.
 */
public final class Deployments {

	private static final Logger logger = LoggerFactory.getLogger(Deployments.class);

	private final InstantSource clock;

	private volatile @Nullable Deployment live;

	public Deployments() {
		this(InstantSource.system());
	}

	Deployments(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * The deployment that runs of this request are made of, or empty before the first.
	 */
	public Optional<Deployment> current() {
		return live();
	}

	/** The deployment that is live, or empty before the first. */
	public Optional<Deployment> live() {
		return Optional.ofNullable(this.live);
	}

	/**
	 * Makes a project live under the next number, from 1.
	 * @param project the project
	 */
	public synchronized Deployment activate(LoadedProject project) {
		Deployment previous = this.live;
		return activate((previous != null) ? previous.number() + 1 : 1, project);
	}

	/**
	 * Makes a project live. What was live before is closed; runs of it that are under way
	 * end as they would have.
	 * @param number its number
	 * @param project the project
	 */
	public Deployment activate(long number, LoadedProject project) {
		return activate(number, project, Set.of());
	}

	/**
	 * Makes a project live, but for some of its workflows. What was live before is
	 * closed; runs of it that are under way end as they would have.
	 * @param number its number
	 * @param project the project
	 * @param deactivated the identifiers of workflows that do not run
	 */
	public synchronized Deployment activate(long number, LoadedProject project, Set<String> deactivated) {
		Deployment previous = this.live;
		Deployment deployment = new Deployment(number, project, this.clock.instant(), deactivated);
		this.live = deployment;
		if (previous == null || previous.project() != project) {
			project.doubt().ifPresent(logger::warn);
		}
		if (previous != null && previous.project() != project) {
			previous.project().close();
		}
		return deployment;
	}

	/**
	 * Lets other workflows of what is live run than did.
	 * @param deactivated the identifiers of workflows that do not run
	 */
	public synchronized void deactivate(Set<String> deactivated) {
		Deployment live = this.live;
		if (live != null) {
			this.live = new Deployment(live.number(), live.project(), live.since(), deactivated);
		}
	}

}
