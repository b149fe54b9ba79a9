package io.claimflow.spring.deployment.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.claimflow.spring.deployment.store.DeploymentRuntime.Prepared;
import io.claimflow.spring.deployment.store.LiveRows.LiveRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node runs, and its way to what the database says is live. It prepares a
 * deployment and then swaps one reference; whatever fails on that way leaves the node
 * with what it runs. It never goes back to an older revision than it has seen, so nobody
 * who has kept an old row brings it back to a node that runs.
 */
final class LiveNode {

	private static final Logger logger = LoggerFactory.getLogger(LiveNode.class);

	/** How long a change waits for another one on the same node. */
	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** Between attempts at a deployment that fails here; each is twice the one before. */
	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

	private final DeploymentRows deployments;

	private final LiveRows live;

	private final DeploymentRuntime runtime;

	private final Duration pollTimeout;

	private final LongSupplier nanoTime;

	private final ReentrantLock lock = new ReentrantLock(true);

	/** Guarded by the lock. */
	private @Nullable Prepared prepared;

	private volatile @Nullable LiveRow reached;

	private volatile long seen;

	private volatile @Nullable Failure failure;

	private volatile Runnable listener = () -> {
	};

	LiveNode(DeploymentRows deployments, LiveRows live, DeploymentRuntime runtime, Duration pollTimeout,
			LongSupplier nanoTime) {
		this.deployments = deployments;
		this.live = live;
		this.runtime = runtime;
		this.pollTimeout = pollTimeout;
		this.nanoTime = nanoTime;
	}

	/** Says who wants to know that this node runs something else than before. */
	void whenChanged(Runnable listener) {
		this.listener = listener;
	}

	/** Does something while nothing else changes what this node runs. */
	<T> T exclusively(Supplier<T> work) {
		boolean mine = false;
		try {
			mine = this.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			if (!mine) {
				throw new DeploymentStoreException(
						"Another change on this node takes longer than %d s; try again".formatted(PATIENCE.toSeconds()),
						new TimeoutException());
			}
			return work.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DeploymentStoreException("The change was interrupted before it was made", ex);
		}
		finally {
			if (mine) {
				this.lock.unlock();
			}
		}
	}

	/** What runs here, or null if nothing of the store does. */
	@Nullable Prepared running() {
		return this.prepared;
	}

	/** The number of the deployment of the store that runs here. */
	OptionalLong deployment() {
		LiveRow row = this.reached;
		return (row != null) ? row.state().deployment() : OptionalLong.empty();
	}

	/** The revision that this node has reached, 0 before the first. */
	long revision() {
		LiveRow row = this.reached;
		return (row != null) ? row.state().revision() : 0;
	}

	/** What this node has reached of what is live. */
	Optional<LiveState> state() {
		return Optional.ofNullable(this.reached).map(LiveRow::state);
	}

	/** Why this node does not run what is live. */
	Optional<String> problem() {
		return Optional.ofNullable(this.failure).map(Failure::message);
	}

	/** Makes code of a deployment, once its artifact has been authenticated. */
	Prepared prepare(StoredDeployment deployment) {
		return this.runtime.prepare(deployment, this.deployments.artifact(deployment.number()));
	}

	/**
	 * Sees whether this node can run a deployment, once its artifact is authenticated.
	 */
	void check(StoredDeployment deployment) {
		this.runtime.check(deployment, this.deployments.artifact(deployment.number()));
	}

	/**
	 * Looks at what is live, and runs it. It does nothing while a change is made here, or
	 * before another attempt is due at what failed.
	 * @return whether something has changed
	 */
	boolean poll() {
		// Before the row: a change that is made here meanwhile is newer than it
		LiveRow reached = this.reached;
		LiveRow row;
		try {
			row = this.live.poll(this.pollTimeout);
		}
		catch (TamperedDeploymentException ex) {
			return fail(null, ex);
		}
		Failure failed = this.failure;
		if (row.equals(reached) && failed == null) {
			return false;
		}
		if (failed != null && row.equals(failed.row()) && this.nanoTime.getAsLong() - failed.retryAt() < 0) {
			return false;
		}
		if (!this.lock.tryLock()) {
			return false;
		}
		try {
			return this.reached == reached && run(row);
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean run(LiveRow row) {
		try {
			reach(row);
			return true;
		}
		catch (DeploymentException ex) {
			return fail(row, ex);
		}
	}

	/**
	 * Reads what is live, and runs it, for a change that is about to be made here.
	 * @return what is live
	 */
	LiveRow catchUp() {
		LiveRow row = this.live.read();
		checkNotOlder(row);
		try {
			reach(row);
		}
		catch (RefusedDeploymentException ex) {
			// That is no reason not to change it.
			fail(row, ex);
		}
		return row;
	}

	/** Runs what is live when the server starts. */
	LiveRow begin() {
		LiveRow row = this.live.read();
		reach(row);
		return row;
	}

	/**
	 * Runs what is live when the server starts and has just built that.
	 * @param prepared the code
	 */
	LiveRow begin(Prepared prepared) {
		LiveRow row = this.live.read();
		if (isBuiltOf(row, prepared)) {
			become(row, prepared);
		}
		else {
			reach(row);
		}
		return row;
	}

	private static boolean isBuiltOf(LiveRow row, Prepared prepared) {
		return row.state().digest().equals(Optional.of(prepared.digest()));
	}

	private void reach(LiveRow row) {
		this.live.authenticated(row);
		checkNotOlder(row);
		LiveRow reached = this.reached;
		if (!row.equals(reached)) {
			LiveState state = row.state();
			if (state.deployment().isPresent() && !isSame(reached, state)) {
				become(row, prepare(deployment(state)));
			}
			else {
				become(row, null);
			}
		}
		recovered();
	}

	private static boolean isSame(@Nullable LiveRow reached, LiveState state) {
		return reached != null && reached.state().deployment().equals(state.deployment())
				&& reached.state().digest().equals(state.digest());
	}

	private StoredDeployment deployment(LiveState state) {
		long number = state.deployment().orElseThrow();
		StoredDeployment deployment = this.deployments.find(number)
			.orElseThrow(() -> new TamperedDeploymentException("Deployment " + number
					+ " is live, but its row is gone, which nothing of Claimflow removes. Restore it from a backup",
					null));
		if (!Optional.of(deployment.digest()).equals(state.digest())) {
			throw new TamperedDeploymentException("Deployment " + number
					+ " has another digest than what was made live. It is not used. Find out who can write to the"
					+ " table claimflow_deployment", null);
		}
		return deployment;
	}

	private void checkNotOlder(LiveRow row) {
		if (row.state().revision() < this.seen) {
			throw LiveRows.wentBack(row.state().revision(), this.seen);
		}
	}

	/**
	 * Runs what this node itself has made live.
	 * @param prepared the code, or null if it is what runs already
	 */
	void adopt(LiveRow row, @Nullable Prepared prepared) {
		become(row, prepared);
		recovered();
		this.listener.run();
	}

	private void become(LiveRow row, @Nullable Prepared prepared) {
		LiveState state = row.state();
		if (prepared != null) {
			this.runtime.swap(prepared, state.deployment().orElseThrow(), state.deactivated());
			this.prepared = prepared;
			logger.info("This node runs deployment {}, revision {} of what is live", state.deployment().getAsLong(),
					state.revision());
		}
		else if (this.prepared != null) {
			this.runtime.deactivate(state.deactivated());
		}
		this.seen = state.revision();
		this.reached = row;
	}

	private void recovered() {
		if (this.failure != null) {
			logger.info("This node runs what is live again");
			this.failure = null;
		}
	}

	/** Returns whether that is news. */
	private boolean fail(@Nullable LiveRow row, DeploymentException problem) {
		Failure before = this.failure;
		boolean again = before != null && before.message().equals(problem.getMessage());
		long pause = (before != null && again) ? Math.min(before.pause() * 2, LONGEST_RETRY.toNanos())
				: FIRST_RETRY.toNanos();
		this.failure = new Failure(String.valueOf(problem.getMessage()), row, pause, this.nanoTime.getAsLong() + pause);
		if (!again) {
			logger.error("This node cannot run what is live, and goes on with {}: {}", running(this.reached),
					problem.getMessage());
		}
		return !again;
	}

	private static String running(@Nullable LiveRow reached) {
		return (reached != null && reached.state().deployment().isPresent())
				? "deployment " + reached.state().deployment().getAsLong() : "what it runs";
	}

	/**
	 * Why this node does not run what is live.
	 *
	 * @param message it, in words
	 * @param row what it could not run, or null if there was no row
	 * @param pause the time until the next attempt, in nanoseconds
	 * @param retryAt when that is
	 */
	private record Failure(String message, @Nullable LiveRow row, long pause, long retryAt) {

	}

}
