package io.claimflow.spring.deployment.store;

import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.artifact.Artifact;
import io.claimflow.engine.LoadedProject;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.DeploymentTarget;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.LiveRows.LiveRow;
import io.claimflow.spring.jdbc.DatabaseFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * The way of the project's folder into the store. It is what a server begins with as long
 * as nothing else was deployed; saves of an author are live at once.
 */
final class StoredProjects implements DeploymentTarget {

	private static final Logger logger = LoggerFactory.getLogger(StoredProjects.class);

	private final DeploymentStore store;

	private final DeploymentDatabase database;

	private final LiveNode node;

	private final Deployments deployments;

	private final ArtifactCodec codec;

	private final String name;

	private final boolean reload;

	/**
	 * Creates the way.
	 * @param name the name of this node
	 * @param reload whether the folder is that of an author, who saves while the server
	 * runs
	 */
	StoredProjects(DeploymentStore store, DeploymentDatabase database, LiveNode node, Deployments deployments,
			ArtifactCodec codec, String name, boolean reload) {
		this.store = store;
		this.database = database;
		this.node = node;
		this.deployments = deployments;
		this.codec = codec;
		this.name = name;
		this.reload = reload;
	}

	@Override
	public boolean wantsFolder() {
		LiveRow live = live();
		return this.reload || live.ofFolder();
	}

	private LiveRow live() {
		try {
			return this.database.live().readNewest(this.database.nodes()::newest);
		}
		catch (DataAccessException ex) {
			throw unknown(DatabaseFailures.describe(ex), ex);
		}
		catch (TamperedDeploymentException ex) {
			throw tampered(ex);
		}
	}

	private static DeploymentStartException unknown(String reason, DataAccessException cause) {
		return new DeploymentStartException(
				"What is live is in the database (claimflow.deployments.enabled=true), and " + reason,
				"Let the database answer at spring.datasource.url, with the tables of Claimflow, and start again. Nodes"
						+ " that run go on with what is live.",
				cause);
	}

	private static DeploymentStartException tampered(TamperedDeploymentException cause) {
		return new DeploymentStartException(String.valueOf(cause.getMessage()),
				"Nodes that run go on with what is live. Correct the table, or restore it from a backup, and start"
						+ " again.",
				cause);
	}

	@Override
	public Optional<Deployment> begin() {
		try {
			this.node.exclusively(() -> this.node.begin());
			return this.deployments.live();
		}
		catch (DataAccessException ex) {
			throw unknown(DatabaseFailures.describe(ex), ex);
		}
		catch (TamperedDeploymentException ex) {
			throw tampered(ex);
		}
		catch (RefusedDeploymentException ex) {
			throw new DeploymentStartException(ex.getMessage() + ", although it is live",
					"Make another one live on a node that runs, or start the release of this server that can run it.",
					ex);
		}
	}

	@Override
	public Deployment begin(LoadedProject project) {
		try {
			LiveRow live = live();
			Stored stored = store(project.artifact());
			long number = stored.deployment().number();
			OptionalLong now = live.state().deployment();
			if (now.isPresent() && now.getAsLong() == number) {
				this.node.exclusively(() -> this.node.begin(new EngineRuntime.Loaded(project)));
			}
			else if (now.isEmpty() || isWanted(live, stored)) {
				makeLive(number, project, this.reload || now.isEmpty(), "The project of the folder at the start");
			}
			else {
				logger.info("The project of the folder is deployment {}. Deployment {} is live, and stays so", number,
						now.getAsLong());
			}
			return live(project);
		}
		catch (DeploymentStoreException ex) {
			throw new DeploymentStartException(String.valueOf(ex.getMessage()),
					"Let the database answer at spring.datasource.url, and start again.", ex);
		}
	}

	/** What somebody has decided otherwise stays, unless the project is a new one. */
	private boolean isWanted(LiveRow live, Stored stored) {
		return stored.created() || (this.reload && live.ofFolder());
	}

	@Override
	public Deployment deploy(LoadedProject project) {
		makeLive(store(project.artifact()).deployment().number(), project, true, "Saved");
		return live(project);
	}

	private Stored store(Artifact artifact) {
		return this.store.store(
				new BuiltArtifact(artifact.digest(), this.codec.write(artifact), true, artifact.warnings()),
				Provenance.of(DeploymentSource.FOLDER, this.name));
	}

	private void makeLive(long number, LoadedProject project, boolean confirmed, String reason) {
		Change change = Change.by(this.name, reason);
		try {
			this.store.makeLive(number, confirmed ? change.confirm() : change, new EngineRuntime.Loaded(project));
		}
		catch (DeploymentConflictException ex) {
			logger.info("Another node was faster: {}", ex.getMessage());
		}
		catch (ConfirmationNeededException ex) {
			logger.warn("The project of the folder is deployment {}, and is not live. {} Make it live, and confirm"
					+ " that, if it is to be so", number, ex.getMessage());
		}
	}

	/** What is live, if that is not the project. */
	private Deployment live(LoadedProject project) {
		if (this.deployments.live().isEmpty()) {
			begin();
		}
		Deployment live = this.deployments.live().orElseThrow();
		if (live.project() != project) {
			project.close();
		}
		return live;
	}

}
