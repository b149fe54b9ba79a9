package io.claimflow.spring.deployment.store;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.claimflow.Problem;
import io.claimflow.spring.deployment.Preview;
import io.claimflow.spring.deployment.store.DeploymentRuntime.Prepared;
import io.claimflow.spring.deployment.store.LiveRows.LiveRow;
import org.jspecify.annotations.Nullable;
import io.claimflow.spring.http.LogText;
import io.claimflow.spring.jdbc.DatabaseFailures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The deployments in the database: stores them, and changes which one is live. Each
 * change is one transaction, of one revision: of two who change the same one, one is told
 * who was faster. Rows are authenticated with the keys of {@code claimflow.encryption}.
 * Times are those of the database's clock. Safe for use by many threads.
 * <p>
 * What it does not do, it says with a {@link DeploymentException}: with a
 * {@link DeploymentStoreException} if the database does not answer, and with a
 * {@link TamperedDeploymentException} if a row is not what a server has written.
 */
public final class DeploymentStore {

	/** The number of rows that can be listed at a time. */
	public static final int LISTED = 100;

	private static final Logger logger = LoggerFactory.getLogger(DeploymentStore.class);

	private static final int DEACTIVATED = 1000;

	private static final int WORKFLOW_ID = 1000;

	private static final int DIGEST = 100;

	/** The lifetime of a preview for which none is named. */
	private static final int PREVIEW_MINUTES = 60;

	private static final int PREVIEW_NAME = 500;

	/** What begins with a preview ends after it has expired, and needs the deployment. */
	private static final Duration PREVIEW_ENDS = Duration.ofHours(1);

	private static final Duration LONGEST_KEPT = Duration.ofDays(366);

	private final DeploymentRows deployments;

	private final LiveRows live;

	private final NodeRows nodes;

	private final LiveNode node;

	private final TransactionOperations transactions;

	private final ApplicationEventPublisher events;

	private final Limits limits;

	private final PreviewRows previews;

	private final PreviewTokens tokens;

	DeploymentStore(DeploymentDatabase database, LiveNode node, ApplicationEventPublisher events, Limits limits,
			PreviewTokens tokens) {
		this.deployments = database.deployments();
		this.live = database.live();
		this.previews = database.previews();
		this.nodes = database.nodes();
		this.transactions = database.transactions();
		this.node = node;
		this.events = events;
		this.limits = limits;
		this.tokens = tokens;
	}

	/**
	 * Stores an artifact, unless one of its digest is there. It makes nothing live.
	 * @throws IllegalArgumentException if it is larger than
	 * {@code claimflow.deployments.maximum-size}
	 */
	public Stored store(BuiltArtifact artifact, Provenance provenance) {
		if (artifact.zip().length == 0 || artifact.zip().length > this.limits.maximumBytes()) {
			throw new IllegalArgumentException("The artifact has %d bytes; between 1 and %d can be stored"
				.formatted(artifact.zip().length, this.limits.maximumBytes()));
		}
		return store(artifact, provenance, DeploymentState.STORED, List.of());
	}

	/**
	 * Keeps in mind a project that cannot be built, unless one of its digest is there. It
	 * can never be live.
	 * @param digest the digest of its sources
	 * @param problems why, at least one
	 */
	public Stored storeRefused(String digest, List<Problem> problems, Provenance provenance) {
		if (problems.isEmpty()) {
			throw new IllegalArgumentException("There is no reason to refuse the project");
		}
		return store(new BuiltArtifact(digest, new byte[0], false, List.of()), provenance, DeploymentState.REFUSED,
				problems);
	}

	private Stored store(BuiltArtifact artifact, Provenance provenance, DeploymentState state, List<Problem> problems) {
		if (artifact.digest().isEmpty() || artifact.digest().length() > DIGEST) {
			throw new IllegalArgumentException("A digest has 1 to %d characters".formatted(DIGEST));
		}
		Stored stored = ask("The deployment could not be stored", "Try again: nothing is stored twice", () -> {
			try {
				return this.transactions.execute((status) -> {
					this.live.lock();
					return this.deployments.find(artifact.digest())
						.map((known) -> new Stored(known, false))
						.orElseGet(
								() -> new Stored(this.deployments.insert(artifact, provenance, state, problems), true));
				});
			}
			catch (DuplicateKeyException ex) {
				// A database without row locks lets two in.
				return new Stored(this.deployments.find(artifact.digest()).orElseThrow(() -> ex), false);
			}
		});
		if (stored.created()) {
			logger.info("Deployment {} is {} ({} of {}, {} bytes)", stored.deployment().number(),
					(state == DeploymentState.REFUSED) ? "refused" : "stored", provenance.source(),
					LogText.of(provenance.pushedBy(), Texts.NAME), artifact.zip().length);
			purge();
		}
		return stored;
	}

	private void purge() {
		try {
			this.deployments.purge(this.limits.keep(), this.limits.keepSaves());
		}
		catch (DataAccessException ex) {
			logger.warn("Deployments that are not kept any more could not be removed; the next one tries again", ex);
		}
	}

	/** A deployment. */
	public Optional<StoredDeployment> find(long number) {
		return ask("The deployment could not be read", () -> this.deployments.find(number));
	}

	/** The deployment of a digest. */
	public Optional<StoredDeployment> findByDigest(String digest) {
		return ask("The deployment could not be read", () -> this.deployments.find(digest));
	}

	/**
	 * The newest deployments.
	 * @param limit how many, at most {@value #LISTED}
	 * @param below the number below which they are; empty for the newest of all
	 */
	public List<StoredDeployment> list(int limit, OptionalLong below) {
		check(limit);
		return ask("The deployments could not be read", () -> this.deployments.list(limit, below));
	}

	/**
	 * The artifact of a deployment, as it was stored.
	 * @throws UnknownDeploymentException if there is no such deployment, or it was
	 * refused
	 */
	public byte[] artifact(long number) {
		byte[] zip = ask("The artifact could not be read", () -> this.deployments.artifact(number));
		if (zip.length == 0) {
			throw new UnknownDeploymentException("Deployment %d was refused, and has no artifact".formatted(number));
		}
		return zip;
	}

	/**
	 * Keeps a deployment for a while, however many are newer, such as for a preview.
	 * @throws UnknownDeploymentException if there is no such deployment
	 */
	public void keepUntil(long number, Duration time) {
		if (time.isNegative() || time.compareTo(LONGEST_KEPT) > 0) {
			throw new IllegalArgumentException("A deployment is kept for %s at most".formatted(LONGEST_KEPT));
		}
		ask("The deployment could not be changed", () -> {
			this.deployments.keepUntil(number, time);
			return true;
		});
	}

	/**
	 * Permits to try a deployment that need not be live. It is kept at least as long.
	 * @param number the number of the deployment
	 * @param client the identifier of the client for whose requests the preview is
	 * @param user the name of the user for whose sign-ins it is; empty for any, and for
	 * the client's own tokens
	 * @param lifetime the time in which requests can begin with it; empty for an hour, or
	 * what {@code claimflow.deployments.preview-lifetime} permits if that is less
	 * @param by who makes it
	 * @param reason why, for those who read the history; may be empty
	 * @throws IllegalArgumentException if the preview is for nobody or lasts too long, or
	 * if there are as many as {@code claimflow.deployments.keep-previews} already that
	 * have not expired
	 * @throws UnknownDeploymentException if there is no such deployment
	 * @throws RefusedDeploymentException if it cannot run
	 */
	public StoredPreview preview(long number, String client, Optional<String> user, Optional<Duration> lifetime,
			String by, String reason) {
		String maker = Texts.name(by, "who makes the preview");
		Duration longest = this.limits.previewLifetime();
		Duration usual = Duration.ofMinutes(PREVIEW_MINUTES);
		Duration time = lifetime.orElse((usual.compareTo(longest) < 0) ? usual : longest);
		if (time.getSeconds() < 1 || time.compareTo(longest) > 0) {
			throw new IllegalArgumentException(
					"A preview lasts between 1 s and %d s, the value of claimflow.deployments.preview-lifetime"
						.formatted(longest.toSeconds()));
		}
		if (client.isBlank() || client.length() > PREVIEW_NAME
				|| user.filter((name) -> name.isBlank() || name.length() > PREVIEW_NAME).isPresent()) {
			throw new IllegalArgumentException(
					"A preview is for a client, and may be for a user, with names of 1 to %d characters"
						.formatted(PREVIEW_NAME));
		}
		Preview preview = ask("The preview could not be made", () -> {
			StoredDeployment deployment = this.deployments.find(number)
				.orElseThrow(() -> new UnknownDeploymentException("There is no deployment " + number));
			if (deployment.state() == DeploymentState.REFUSED) {
				throw new RefusedDeploymentException(number, deployment.problems(), null);
			}
			this.node.exclusively(() -> {
				this.node.check(deployment);
				return deployment;
			});
			return this.transactions.execute((status) -> {
				this.live.lock();
				if (this.previews.open() >= this.limits.keepPreviews()) {
					throw new IllegalArgumentException(
							"%d previews have not expired yet, and no more can be: wait, or raise claimflow.deployments.keep-previews"
								.formatted(this.limits.keepPreviews()));
				}
				this.deployments.keepUntil(number, time.plus(PREVIEW_ENDS));
				Preview made = this.previews.insert(deployment, client, user,
						this.deployments.now().plus(time).truncatedTo(ChronoUnit.SECONDS), maker,
						Texts.line(reason, Texts.MESSAGE));
				this.previews.purge(this.limits.keepPreviews());
				return made;
			});
		});
		logger.info("Preview {} of deployment {} for the client {}{} until {}, by {}", preview.number(), number,
				LogText.of(client, PREVIEW_NAME), user.isPresent() ? " and one user" : "", preview.expiresAt(),
				LogText.of(maker, Texts.NAME));
		return new StoredPreview(preview, this.tokens.token(preview));
	}

	/**
	 * The newest previews, also those that are over.
	 * @param limit how many, at most {@value #LISTED}
	 * @param below the number below which they are; empty for the newest of all
	 */
	public List<MadePreview> previews(int limit, OptionalLong below) {
		check(limit);
		return ask("The previews could not be read", () -> this.previews.list(limit, below));
	}

	/**
	 * Ends a preview before it expires, on every node: nothing begins with it any more,
	 * and what has begun with it gets no tokens. One that is revoked stays as it is.
	 * @param number the number of the preview
	 * @param by who revokes it
	 * @param reason why, for those who read the history; may be empty
	 * @throws UnknownDeploymentException if there is no such preview
	 */
	public MadePreview revokePreview(long number, String by, String reason) {
		String name = Texts.name(by, "who revokes the preview");
		MadePreview revoked = ask("The preview could not be revoked",
				() -> this.previews.revoke(number, name, Texts.line(reason, Texts.MESSAGE)))
			.orElseThrow(() -> new UnknownDeploymentException("There is no preview " + number));
		logger.info("Preview {} of deployment {} is revoked, by {}", number, revoked.preview().deployment(),
				LogText.of(name, Texts.NAME));
		return revoked;
	}

	/** What is live, as the database says. */
	public LiveState live() {
		return ask("What is live could not be read", () -> this.live.read().state());
	}

	/**
	 * The newest changes of what is live.
	 * @param limit how many, at most {@value #LISTED}
	 * @param below the revision below which they are; empty for the newest of all
	 */
	public List<LiveChange> history(int limit, OptionalLong below) {
		check(limit);
		return ask("The history could not be read", () -> this.live.history(limit, below));
	}

	/** What each node runs, as it says itself, by name. */
	public List<NodeStatus> nodes() {
		return ask("The nodes could not be read", this.nodes::list);
	}

	private static void check(int limit) {
		if (limit < 1 || limit > LISTED) {
			throw new IllegalArgumentException("Between 1 and %d can be listed at a time".formatted(LISTED));
		}
	}

	/**
	 * Makes a deployment live, on every node. It runs on this one when this returns.
	 * @return what is live afterwards
	 * @throws UnknownDeploymentException if there is no such deployment
	 * @throws RefusedDeploymentException if it cannot run
	 * @throws DeploymentConflictException if the revision is another one
	 * @throws ConfirmationNeededException if that has consequences that are not confirmed
	 */
	public LiveState makeLive(long number, Change change) {
		return change(change, (before) -> deployed(before, number, LiveChange.Kind.DEPLOYED, null));
	}

	/** Makes live what this server has just built, and so need not be made again. */
	LiveState makeLive(long number, Change change, Prepared prepared) {
		return change(change, (before) -> deployed(before, number, LiveChange.Kind.DEPLOYED, prepared));
	}

	/**
	 * Makes the next older deployment live that has been live and is still there.
	 * @return what is live afterwards
	 * @throws UnknownDeploymentException if there is none
	 * @throws RefusedDeploymentException if it cannot run
	 * @throws DeploymentConflictException if the revision is another one
	 * @throws ConfirmationNeededException if that has consequences that are not confirmed
	 */
	public LiveState rollBack(Change change) {
		return change(change, (before) -> {
			long number = this.live.liveBefore(before.state().deployment().orElse(0))
				.stream()
				.filter((older) -> this.deployments.find(older).isPresent())
				.findFirst()
				.orElseThrow(() -> new UnknownDeploymentException(before.state().deployment().isEmpty()
						? "Nothing was deployed yet" : "There is no deployment before %d that has been live"
							.formatted(before.state().deployment().getAsLong())));
			return deployed(before, number, LiveChange.Kind.ROLLED_BACK, null);
		});
	}

	/**
	 * Lets a workflow of the live deployment run no more, nor in later deployments, until
	 * it is activated.
	 * @return what is live afterwards
	 * @throws UnknownDeploymentException if the live deployment has no such workflow
	 * @throws DeploymentConflictException if the revision is another one
	 * @throws ConfirmationNeededException if nothing would run in its place, and that is
	 * not confirmed
	 */
	public LiveState deactivate(String workflow, Change change) {
		return change(change, (before) -> {
			Set<String> deactivated = new TreeSet<>(before.state().deactivated());
			if (!has(workflow)) {
				throw new UnknownDeploymentException(
						"No workflow of what is live is called \"%s\"".formatted(workflow));
			}
			if (!deactivated.add(workflow)) {
				return Optional.empty();
			}
			if (deactivated.size() > DEACTIVATED || workflow.length() > WORKFLOW_ID) {
				throw new IllegalArgumentException(
						"No more than %d workflows can be deactivated, with identifiers of".formatted(DEACTIVATED)
								+ " %d characters".formatted(WORKFLOW_ID));
			}
			return activation(before, deactivated, LiveChange.Kind.DEACTIVATED, workflow);
		});
	}

	/**
	 * Lets a workflow run again.
	 * @return what is live afterwards
	 * @throws UnknownDeploymentException if the live deployment has no such workflow, and
	 * none of that name is deactivated
	 * @throws DeploymentConflictException if the revision is another one
	 * @throws ConfirmationNeededException if it misses what it reads, and that is not
	 * confirmed
	 */
	public LiveState activate(String workflow, Change change) {
		return change(change, (before) -> {
			Set<String> deactivated = new TreeSet<>(before.state().deactivated());
			if (deactivated.remove(workflow)) {
				return activation(before, deactivated, LiveChange.Kind.ACTIVATED, workflow);
			}
			if (!has(workflow)) {
				throw new UnknownDeploymentException(
						"No workflow of what is live is called \"%s\"".formatted(workflow));
			}
			return Optional.empty();
		});
	}

	private boolean has(String workflow) {
		Prepared running = this.node.running();
		return running != null && running.workflows().stream().anyMatch((one) -> one.id().equals(workflow));
	}

	private Optional<Step> activation(LiveRow before, Set<String> deactivated, LiveChange.Kind kind, String workflow) {
		if (before.state().deployment().isEmpty()) {
			throw new UnknownDeploymentException("Nothing was deployed yet");
		}
		Prepared running = this.node.running();
		return Optional.of(new Step(before.state().deployment(), before.state().digest(), deactivated,
				before.ofFolder(), kind, Optional.of(workflow), null, (running != null)
						? Consequences.of(running, before.state().deactivated(), running, deactivated) : List.of()));
	}

	private Optional<Step> deployed(LiveRow before, long number, LiveChange.Kind kind, @Nullable Prepared made) {
		LiveState state = before.state();
		if (state.deployment().isPresent() && state.deployment().getAsLong() == number) {
			return Optional.empty();
		}
		StoredDeployment deployment = this.deployments.find(number)
			.orElseThrow(() -> new UnknownDeploymentException("There is no deployment " + number));
		if (deployment.state() == DeploymentState.REFUSED) {
			throw new RefusedDeploymentException(number, deployment.problems(), null);
		}
		Prepared prepared = (made != null) ? made : this.node.prepare(deployment);
		boolean ofFolder = before.ofFolder() && kind == LiveChange.Kind.DEPLOYED
				&& deployment.provenance().source() == DeploymentSource.FOLDER;
		return Optional.of(new Step(OptionalLong.of(number), Optional.of(deployment.digest()), state.deactivated(),
				ofFolder, kind, Optional.empty(), prepared,
				Consequences.of(this.node.running(), state.deactivated(), prepared, state.deactivated())));
	}

	private LiveState change(Change change, Plan plan) {
		Changed changed = ask("What is live could not be changed", "Look at what is live, and try again",
				() -> this.node.exclusively(() -> {
					LiveRow before = this.node.catchUp();
					long expected = change.expectedRevision().orElse(before.state().revision());
					if (expected != before.state().revision()) {
						throw new DeploymentConflictException(expected, before.state());
					}
					return plan.after(before)
						.map((step) -> changed(before, step, change))
						.orElseGet(() -> new Changed(before.state(), Optional.empty()));
				}));
		changed.change().ifPresent((made) -> tell(made, changed.state()));
		return changed.state();
	}

	private Changed changed(LiveRow before, Step step, Change change) {
		boolean done = false;
		try {
			if (!step.consequences().isEmpty() && !change.confirmed()) {
				throw new ConfirmationNeededException(step.consequences());
			}
			LiveRow after = write(before, step, change);
			done = true;
			this.node.adopt(after, step.prepared());
			return new Changed(after.state(),
					Optional.of(new LiveChange(after.state().revision(), step.deployment(), before.state().deployment(),
							step.kind(), step.workflow(), change.by(), after.state().changedAt(), change.reason())));
		}
		finally {
			if (!done && step.prepared() != null) {
				step.prepared().close();
			}
		}
	}

	private LiveRow write(LiveRow before, Step step, Change change) {
		LiveRow after = this.transactions.execute(
				(status) -> this.live
					.update(before, step.deployment(), step.digest(), step.deactivated(), step.ofFolder(), step.kind(),
							step.workflow(), change)
					.orElse(null));
		if (after == null) {
			throw new DeploymentConflictException(before.state().revision(), this.live.read().state());
		}
		return after;
	}

	private void tell(LiveChange change, LiveState state) {
		logger.info("Revision {} of what is live: {}, by {}{}", change.revision(), describe(change),
				LogText.of(change.by(), Texts.NAME),
				change.reason().isEmpty() ? "" : " (" + LogText.of(change.reason(), Texts.MESSAGE) + ")");
		try {
			this.live.purge(change.revision(), this.limits.keepChanges());
		}
		catch (DataAccessException ex) {
			logger.warn("Changes that are not kept any more could not be removed; the next one tries again", ex);
		}
		try {
			this.events.publishEvent(new DeploymentChangedEvent(change, state));
		}
		catch (RuntimeException ex) {
			logger.error("A listener to revision {} of what is live failed", change.revision(), ex);
		}
	}

	private static String describe(LiveChange change) {
		String number = change.deployment().isPresent() ? String.valueOf(change.deployment().getAsLong()) : "none";
		String previous = change.previous().isPresent() ? String.valueOf(change.previous().getAsLong()) : "none";
		return switch (change.kind()) {
			case DEPLOYED -> "deployment %s after %s".formatted(number, previous);
			case ROLLED_BACK -> "back to deployment %s from %s".formatted(number, previous);
			case ACTIVATED ->
				"workflow \"%s\" runs again".formatted(LogText.of(change.workflow().orElse(""), Texts.NAME));
			case DEACTIVATED ->
				"workflow \"%s\" runs no more".formatted(LogText.of(change.workflow().orElse(""), Texts.NAME));
		};
	}

	/**
	 * Authenticates with the active key what another key has authenticated.
	 * @return the number of rows
	 */
	int renewCodes() {
		return ask("The rows could not be authenticated anew",
				() -> this.deployments.renew() + this.live.renew() + this.previews.renew());
	}

	private static <T> T ask(String failure, Supplier<@Nullable T> statements) {
		return ask(failure, "Nothing has changed; try again", statements);
	}

	private static <T> T ask(String failure, String action, Supplier<@Nullable T> statements) {
		try {
			return Objects.requireNonNull(statements.get());
		}
		catch (DataAccessException | TransactionException ex) {
			throw new DeploymentStoreException("%s: %s. %s".formatted(failure, DatabaseFailures.describe(ex), action),
					ex);
		}
	}

	/**
	 * How much is kept.
	 *
	 * @param keep the number of deployments, and of refused ones
	 * @param keepSaves the number of deployments of folders
	 * @param keepChanges the number of changes of what is live
	 * @param keepPreviews the number of previews
	 * @param maximumBytes the size of an artifact
	 * @param previewLifetime the longest lifetime of a preview
	 */
	record Limits(int keep, int keepSaves, int keepChanges, int keepPreviews, long maximumBytes,
			Duration previewLifetime) {

	}

	private interface Plan {

		/** The change to make; empty if it is so already. */
		Optional<Step> after(LiveRow before);

	}

	/** What the row of what is live would be. */
	private record Step(OptionalLong deployment, Optional<String> digest, Set<String> deactivated, boolean ofFolder,
			LiveChange.Kind kind, Optional<String> workflow, @Nullable Prepared prepared,
			List<Consequence> consequences) {

	}

	private record Changed(LiveState state, Optional<LiveChange> change) {

	}

}
