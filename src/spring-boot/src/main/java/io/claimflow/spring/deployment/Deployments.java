package io.claimflow.spring.deployment;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.claimflow.Workflow;
import io.claimflow.engine.LoadedProject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The deployments of this server that are loaded: one is live, and runs are made of it. A
 * change of what is live is the change of one reference, so no request sees half of it.
 * Those that were live before are held for a while, for what began with them.
 */
public final class Deployments {

	private static final Logger logger = LoggerFactory.getLogger(Deployments.class);

	/** How long a request waits while another deployment is loaded. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private final InstantSource clock;

	private final Supplier<Optional<DeploymentLoader>> loader;

	/** One is loaded at a time. */
	private final ReentrantLock loading = new ReentrantLock(true);

	/** By digest, those last that were used last. Guarded by this. */
	private final Map<String, Held> held;

	private volatile @Nullable Deployment live;

	/**
	 * Creates an empty set.
	 * @param held the number of those that are held beside the one that is live
	 * @param loader loads those that are not held, if there is one
	 */
	Deployments(InstantSource clock, int held, Supplier<Optional<DeploymentLoader>> loader) {
		this.clock = clock;
		this.loader = loader;
		this.held = new LinkedHashMap<>(16, 0.75f, true) {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
				boolean surplus = size() > held;
				if (surplus) {
					eldest.getValue().deployment().project().close();
				}
				return surplus;
			}

		};
	}

	/** The deployment that is live, or empty before the first. */
	public Optional<Deployment> live() {
		return Optional.ofNullable(this.live);
	}

	/**
	 * The deployment of a digest, without the workflows that do not run now. Where
	 * nothing can load those that are not held, what is live goes on for them.
	 * @param digest the digest of its artifact
	 * @return the deployment, or empty before the first
	 * @throws LostDeploymentException if it cannot be loaded any more
	 */
	public Optional<Deployment> find(String digest) {
		return find(digest, false);
	}

	/**
	 * The deployment of a digest, which need not ever have been live.
	 * @param digest the digest of its artifact
	 * @throws LostDeploymentException if it cannot be loaded
	 */
	public Optional<Deployment> preview(String digest) {
		return find(digest, true);
	}

	private Optional<Deployment> find(String digest, boolean preview) {
		Deployment live = this.live;
		if (live == null || live.digest().equals(digest)) {
			return Optional.ofNullable(live);
		}
		Deployment held = held(digest, preview);
		if (held == null) {
			Optional<DeploymentLoader> loader = this.loader.get();
			if (loader.isEmpty()) {
				return Optional.of(live);
			}
			held = load(digest, preview, loader.get());
		}
		return Optional.of(held.without(live.deactivated()));
	}

	/** The deployment that a workflow belongs to, or empty if it is not loaded. */
	public Optional<Deployment> of(Workflow workflow) {
		return live().filter((live) -> live.has(workflow)).or(() -> ofHeld(workflow));
	}

	private synchronized Optional<Deployment> ofHeld(Workflow workflow) {
		return this.held.values()
			.stream()
			.map(Held::deployment)
			.filter((deployment) -> deployment.has(workflow))
			.findFirst();
	}

	private synchronized @Nullable Deployment held(String digest, boolean preview) {
		Held held = this.held.get(digest);
		return (held != null && (preview || held.wasLive())) ? held.deployment() : null;
	}

	private synchronized void hold(Deployment deployment, boolean wasLive) {
		Held other = this.held.put(deployment.digest(), new Held(deployment, wasLive));
		if (other != null && other.deployment().project() != deployment.project()) {
			other.deployment().project().close();
		}
	}

	private Deployment load(String digest, boolean preview, DeploymentLoader loader) {
		boolean mine = false;
		try {
			mine = this.loading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			Deployment held = held(digest, preview);
			if (held != null) {
				return held;
			}
			if (!mine) {
				logger.error("Something began with a deployment that has to be loaded, and another one takes longer"
						+ " than {} s to load", PATIENCE.toSeconds());
				throw new LostDeploymentException();
			}
			DeploymentLoader.Loaded loaded = loader.load(digest, preview).orElse(null);
			if (loaded == null) {
				logger.error("Something began with the deployment of the digest {}, which is gone or was never live,"
						+ " so it cannot go on", digest);
				throw new LostDeploymentException();
			}
			Deployment deployment = new Deployment(loaded.number(), loaded.project(), this.clock.instant(), Set.of());
			hold(deployment, !preview);
			logger.info("Deployment {} is loaded for {}", deployment.number(),
					preview ? "a preview" : "what began with it");
			return deployment;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new LostDeploymentException();
		}
		catch (LostDeploymentException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			logger.error("Something began with the deployment of the digest {}, which cannot be loaded", digest, ex);
			throw new LostDeploymentException();
		}
		finally {
			if (mine) {
				this.loading.unlock();
			}
		}
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
			hold(previous, true);
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
			this.live = live.without(deactivated);
		}
	}

	/**
	 * A deployment beside the one that is live.
	 *
	 * @param deployment the deployment
	 * @param wasLive whether it has been live, and is not held for a preview alone
	 */
	private record Held(Deployment deployment, boolean wasLive) {

	}

}
