package io.claimflow.spring.git;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import io.claimflow.InvalidProjectException;
import io.claimflow.Problem;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactWriter;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.project.Project;
import io.claimflow.spring.deployment.store.BuiltArtifact;
import io.claimflow.spring.deployment.store.Change;
import io.claimflow.spring.deployment.store.ConfirmationNeededException;
import io.claimflow.spring.deployment.store.DeploymentConflictException;
import io.claimflow.spring.deployment.store.DeploymentSource;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.deployment.store.RefusedDeploymentException;
import io.claimflow.spring.deployment.store.Stored;
import io.claimflow.spring.git.GitState.Outcome;
import io.claimflow.spring.git.remote.GitCommit;
import io.claimflow.spring.git.remote.Signature;
import io.claimflow.spring.http.LogText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a deployment of a commit, and makes it live if it may be.
 */
final class GitDeployer {

	private static final Logger logger = LoggerFactory.getLogger(GitDeployer.class);

	/** Others change what is live as well. */
	private static final int TRIES = 3;

	private static final int SHORT = 12;

	/** The length of a text of others in a line of the log. */
	private static final int TEXT = 1000;

	private final WorkflowEngine engine;

	private final DeploymentStore store;

	private final String who;

	private final boolean live;

	/**
	 * Creates a deployer.
	 * @param uri where the commits come from
	 * @param live whether they are made live
	 */
	GitDeployer(WorkflowEngine engine, DeploymentStore store, String uri, boolean live) {
		this.engine = engine;
		this.store = store;
		this.who = "git " + uri;
		this.live = live;
	}

	/**
	 * Deploys a commit.
	 * @param before what was known until now
	 * @param at when it was read
	 * @return what is known now
	 * @throws io.claimflow.spring.deployment.store.DeploymentException if the store does
	 * not do it; the commit is tried again then
	 */
	GitState deploy(GitCommit commit, GitState before, Instant at) {
		String id = shortId(commit.id());
		Built built = build(commit.project());
		// What waits may be signed now.
		if (built.digest().equals(before.digest()) && before.outcome() != Outcome.STORED) {
			logger.info("Commit {} does not change the project", id);
			return new GitState(at, commit.id(), newer(commit, before), before.digest(), before.deployment(),
					before.outcome(), before.note(), null, 0);
		}
		Provenance provenance = new Provenance(DeploymentSource.GIT, this.who, Optional.of(commit.id()),
				Optional.of(commit.author()), Optional.of(commit.message()), Optional.empty());
		BuiltArtifact artifact = built.artifact();
		if (artifact == null) {
			Stored stored = this.store.storeRefused(built.digest(), built.problems(), provenance);
			logger.error("Commit {} was refused, as deployment {}; what is live stays live.\n\n{}\n", id,
					stored.deployment().number(), built.text());
			return state(commit, before, at, built, stored, Outcome.REFUSED,
					"The project has problems: " + built.problems().size());
		}
		Stored stored = this.store.store(artifact, provenance);
		Optional<String> waits = reasonToWait(commit, before)
			.or(() -> makeLive(stored.deployment().number(), "Commit " + id + ": " + commit.message()));
		long number = stored.deployment().number();
		if (waits.isPresent()) {
			logger.warn("Commit {} is deployment {}, and is not live. {}. Make it live if it is to be so", id, number,
					LogText.of(waits.get(), TEXT));
			return state(commit, before, at, built, stored, Outcome.STORED, waits.get());
		}
		logger.info("Commit {} is live, as deployment {}{}", id, number,
				(commit.signature() instanceof Signature.Good good) ? ", signed by " + LogText.of(good.signer(), TEXT)
						: "");
		return state(commit, before, at, built, stored, Outcome.LIVE, null);
	}

	private Optional<String> reasonToWait(GitCommit commit, GitState before) {
		if (!this.live) {
			return Optional.of("claimflow.git.live is false");
		}
		if (commit.signature() instanceof Signature.Bad bad) {
			return Optional.of(bad.reason());
		}
		// Whoever has the server, but no key, could show an old commit that is signed.
		if (commit.signature() instanceof Signature.Good && before.committedAt() != null
				&& commit.committedAt().isBefore(before.committedAt())) {
			return Optional.of("It is older than the newest one that was seen: the branch was set back");
		}
		return Optional.empty();
	}

	/** Why it is not live, if it is not. */
	private Optional<String> makeLive(long number, String reason) {
		for (int i = 1;; i++) {
			try {
				this.store.makeLive(number, Change.by(this.who, reason));
				return Optional.empty();
			}
			catch (ConfirmationNeededException | RefusedDeploymentException ex) {
				return Optional.of(String.valueOf(ex.getMessage()).replaceFirst("\\.$", ""));
			}
			catch (DeploymentConflictException ex) {
				if (i == TRIES) {
					throw ex;
				}
			}
		}
	}

	private Built build(Project project) {
		try {
			Artifact artifact = this.engine.build(project);
			try (LoadedProject loaded = this.engine.load(artifact)) {
				return new Built(artifact.digest(), new BuiltArtifact(artifact.digest(), ArtifactWriter.bytes(artifact),
						loaded.verified(), loaded.warnings()), List.of(), "");
			}
		}
		catch (InvalidProjectException ex) {
			return new Built(digest(project), null, ex.problems(), String.valueOf(ex.getMessage()));
		}
	}

	/** What is refused has no artifact, and so the digest is one of its sources. */
	private static String digest(Project project) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			update(digest, new TreeMap<>(project.files()));
			update(digest, new TreeMap<>(project.unreadable()));
			return "sources:" + HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Java has no SHA-256", ex);
		}
	}

	private static void update(MessageDigest digest, TreeMap<String, String> texts) {
		texts.forEach((path, text) -> {
			byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
			digest.update((path + "\0" + bytes.length + "\0").getBytes(StandardCharsets.UTF_8));
			digest.update(bytes);
		});
		digest.update((byte) 0);
	}

	private static GitState state(GitCommit commit, GitState before, Instant at, Built built, Stored stored,
			Outcome outcome, @Nullable String note) {
		return new GitState(at, commit.id(), newer(commit, before), built.digest(), stored.deployment().number(),
				outcome, (note != null) ? GitState.shortened(note) : null, null, 0);
	}

	private static Instant newer(GitCommit commit, GitState before) {
		Instant seen = before.committedAt();
		return (seen != null && seen.isAfter(commit.committedAt())) ? seen : commit.committedAt();
	}

	static String shortId(String id) {
		return id.substring(0, Math.min(SHORT, id.length()));
	}

	/**
	 * What a build came to.
	 *
	 * @param digest the digest of the artifact, or of the sources
	 * @param artifact the artifact, or null if there is none
	 * @param problems why there is none
	 * @param text the same for a terminal
	 */
	private record Built(String digest, @Nullable BuiltArtifact artifact, List<Problem> problems, String text) {

	}

}
