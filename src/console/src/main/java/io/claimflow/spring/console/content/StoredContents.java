package io.claimflow.spring.console.content;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.InvalidProjectException;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentState;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.StoredDeployment;

/**
 * Reads what is in deployments, beside those that sign-ins go on with: whoever looks at
 * one takes no place of theirs. An artifact never changes, so the last ones are kept.
 */
public final class StoredContents {

	/** How many are kept. */
	static final int KEPT = 8;

	private final DeploymentStore store;

	private final Deployments deployments;

	private final WorkflowEngine engine;

	private final Map<String, StoredContent> kept = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, StoredContent> eldest) {
			return size() > KEPT;
		}

	};

	/** Creates the reader. */
	public StoredContents(DeploymentStore store, Deployments deployments, WorkflowEngine engine) {
		this.store = store;
		this.deployments = deployments;
		this.engine = engine;
	}

	/** What is in the live deployment. */
	public StoredContent live() {
		return this.deployments.live().map((live) -> of(live.project())).orElse(StoredContent.NOTHING);
	}

	/**
	 * What is in the deployment of a number, or empty if there is none that was not
	 * refused.
	 * @throws PageException if it cannot be read
	 */
	public Optional<StoredContent> find(long number) {
		return this.store.find(number)
			.filter((deployment) -> deployment.state() != DeploymentState.REFUSED)
			.map(this::of);
	}

	/**
	 * What is in a deployment that was not refused. One is read at a time.
	 * @throws PageException if it cannot be read
	 */
	public synchronized StoredContent of(StoredDeployment deployment) {
		Deployment live = this.deployments.live().orElse(null);
		if (live != null && live.digest().equals(deployment.digest())) {
			return of(live.project());
		}
		StoredContent content = this.kept.get(deployment.digest());
		if (content == null) {
			content = read(this.store.artifact(deployment.number()));
			this.kept.put(deployment.digest(), content);
		}
		return content;
	}

	private StoredContent read(byte[] zip) {
		try {
			Artifact artifact = new ArtifactReader(ArtifactLimits.builder().bytes(zip.length).build())
				.read(new ByteArrayInputStream(zip));
			return new StoredContent(artifact.sources(), workflows(artifact));
		}
		catch (InvalidArtifactException | IOException ex) {
			throw new PageException(409, "no-content");
		}
	}

	private List<Workflow> workflows(Artifact artifact) {
		try (LoadedProject project = this.engine.load(artifact)) {
			return of(project).workflows();
		}
		catch (InvalidProjectException ex) {
			return List.of();
		}
	}

	private static StoredContent of(LoadedProject project) {
		return new StoredContent(project.artifact().sources(),
				project.workflows().stream().map(DeployedWorkflow::workflow).toList());
	}

}
