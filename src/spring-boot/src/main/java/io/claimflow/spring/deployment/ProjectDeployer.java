package io.claimflow.spring.deployment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.observation.DeployObservations;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Reads, compiles and deploys the project. The first deployment is made while the rest of
 * the application starts; the start waits for it, and fails if it fails.
 */
public final class ProjectDeployer implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(ProjectDeployer.class);

	private final WorkflowEngine engine;

	private final Deployments deployments;

	private final DeploymentTarget target;

	private final ProjectReader reader;

	private final String location;

	private final DeployObservations observations;

	private final DeploymentWarmUp warmUp;

	private final CompletableFuture<Void> first;

	private volatile @Nullable Project project;

	private volatile @Nullable RefusedProject refused;

	/**
	 * Creates the deployer and begins with the first deployment.
	 * @param target where the project becomes live
	 * @param location the {@code file:} or {@code classpath:} location of the project
	 * @param observations observes every deployment
	 * @param warmUp runs workflows before they become live
	 */
	ProjectDeployer(WorkflowEngine engine, Deployments deployments, DeploymentTarget target, ProjectReader reader,
			String location, DeployObservations observations, DeploymentWarmUp warmUp) {
		this.engine = engine;
		this.deployments = deployments;
		this.target = target;
		this.reader = reader;
		this.location = location;
		this.observations = observations;
		this.warmUp = warmUp;
		this.first = CompletableFuture.runAsync(this::deployFirst, ProjectDeployer::inBackground);
	}

	private static void inBackground(Runnable task) {
		Thread thread = new Thread(task, "claimflow-deploy");
		thread.setDaemon(true);
		thread.start();
	}

	private void deployFirst() {
		try {
			this.observations.observe(() -> {
				if (!this.target.wantsFolder()) {
					return OptionalLong.of(beginWithout());
				}
				this.engine.prepareCompiler();
				Project read = this.reader.read(this.location);
				return OptionalLong.of(deploy(read, this.target::begin));
			});
		}
		catch (InvalidProjectException ex) {
			Deployment live = this.target.begin()
				.orElseThrow(() -> new CompletionException(new InvalidProjectAtStartException(this.location, ex)));
			logger.warn(
					"Deployment {} of the database is live. The project {} cannot be built, and is left alone.\n\n{}\n",
					live.number(), this.location, ex.getMessage());
		}
	}

	private long beginWithout() {
		long start = System.nanoTime();
		Deployment deployment = this.target.begin()
			.orElseThrow(() -> new IllegalStateException("Nothing is live, and the folder is not wanted"));
		deployment.warnings().stream().map(Problem::toString).forEach(logger::warn);
		logger.info("Deployment {} is live after {} ms: {}", deployment.number(), milliseconds(start),
				DeploymentChange.describe(deployment));
		return deployment.number();
	}

	private static long milliseconds(long start) {
		return (System.nanoTime() - start) / 1_000_000;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			this.first.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	/** The project that is live, or null before the first deployment. */
	@Nullable Project project() {
		return this.project;
	}

	/**
	 * The project as its files were last seen, if it was refused, or empty if it is the
	 * one that is live.
	 */
	public Optional<RefusedProject> refused() {
		return Optional.ofNullable(this.refused);
	}

	/**
	 * Reads the project again, and deploys it if it has changed. If it is refused, what
	 * is live stays live.
	 */
	void redeploy() {
		try {
			this.observations.observe(() -> {
				Project read = this.reader.read(this.location);
				if (!read.equals(this.project)) {
					return OptionalLong.of(deploy(read, this.target::deploy));
				}
				if (this.refused != null) {
					logger.info("The project is again that of deployment {}, which stayed live", number());
				}
				return OptionalLong.empty();
			});
			this.refused = null;
		}
		catch (InvalidProjectException ex) {
			refuse(ex);
		}
		catch (RuntimeException ex) {
			this.refused = new RefusedProject(Instant.now(), List.of(new Problem(null,
					"The project could not be deployed", "The reason is in the server's log.", null)));
			throw ex;
		}
	}

	private void refuse(InvalidProjectException problems) {
		this.refused = new RefusedProject(Instant.now(), problems.problems());
		logger.error("The changed project was refused; deployment {} stays live.\n\n{}\n", number(),
				problems.getMessage());
	}

	private long number() {
		return this.deployments.live().map(Deployment::number).orElse(0L);
	}

	/** What does not become live keeps nothing ready. */
	private static Deployment activate(LoadedProject loaded, Function<LoadedProject, Deployment> target) {
		try {
			return target.apply(loaded);
		}
		catch (RuntimeException ex) {
			loaded.close();
			throw ex;
		}
	}

	private long deploy(Project read, Function<LoadedProject, Deployment> target) throws InvalidProjectException {
		long start = System.nanoTime();
		Deployment previous = this.deployments.live().orElse(null);
		LoadedProject loaded = this.engine.load(this.engine.build(read));
		this.warmUp.warmUp(loaded);
		Deployment deployment = activate(loaded, target);
		Project replaced = this.project;
		this.project = read;
		List<Problem> known = (previous != null) ? previous.warnings() : List.of();
		deployment.warnings()
			.stream()
			.filter((warning) -> !known.contains(warning))
			.map(Problem::toString)
			.forEach(logger::warn);
		logger.info("Deployment {} is live after {} ms: {}", deployment.number(), milliseconds(start),
				(previous != null && replaced != null && deployment.project() == loaded)
						? DeploymentChange.describe(replaced, previous, read, deployment)
						: DeploymentChange.describe(deployment));
		return deployment.number();
	}

}
