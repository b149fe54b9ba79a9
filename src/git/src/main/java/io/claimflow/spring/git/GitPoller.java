package io.claimflow.spring.git;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.claimflow.spring.deployment.store.DeploymentException;
import io.claimflow.spring.git.remote.GitCommit;
import io.claimflow.spring.git.remote.GitException;
import io.claimflow.spring.git.remote.GitRepository;
import io.claimflow.spring.jdbc.RecurringWork;
import io.claimflow.spring.jdbc.WorkLease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Looks at the repository when that is due and no other node does, on a thread of its
 * own: nothing else waits for it, neither the start nor a request. What it finds wrong is
 * logged when it changes, and tried again less and less often.
 */
final class GitPoller implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(GitPoller.class);

	/** After all that runs workflows. */
	private static final int PHASE = Integer.MAX_VALUE - 2048;

	/** What a build may take beside the look itself. */
	private static final Duration BUILD = Duration.ofMinutes(2);

	/** However often somebody asks, there are no two looks within it. */
	private static final Duration REST = Duration.ofSeconds(2);

	/** Nodes do not ask in step. */
	private static final double JITTER = 0.1;

	private final GitRepository repository;

	private final GitDeployer deployer;

	private final RecurringWork leases;

	private final String name;

	private final String node;

	private final GitProperties properties;

	private final Object wakeUp = new Object();

	private boolean woken;

	private volatile boolean running;

	private volatile GitState state = GitState.NONE;

	private volatile @Nullable String databaseProblem;

	private @Nullable Thread thread;

	/**
	 * Creates a poller, which begins when the application does.
	 * @param name names the work among that of other nodes
	 * @param node the name of this node
	 */
	GitPoller(GitRepository repository, GitDeployer deployer, RecurringWork leases, String name, String node,
			GitProperties properties) {
		this.repository = repository;
		this.deployer = deployer;
		this.leases = leases;
		this.name = name;
		this.node = node;
		this.properties = properties;
	}

	/** What this node knows of the repository, without asking anybody. */
	GitState state() {
		return this.state;
	}

	/** Why nothing new may be known, if there is a reason. */
	Optional<String> problem() {
		return Optional.ofNullable(this.databaseProblem).or(() -> Optional.ofNullable(this.state.problem()));
	}

	/** Lets a node look at the repository soon. */
	void wake() {
		synchronized (this.wakeUp) {
			this.woken = true;
			this.wakeUp.notifyAll();
		}
	}

	@Override
	public synchronized void start() {
		this.running = true;
		Thread started = new Thread(this::run, "claimflow-git");
		started.setDaemon(true);
		started.start();
		this.thread = started;
	}

	private void run() {
		boolean hasten = false;
		while (this.running) {
			Duration pause = look(hasten);
			hasten = await(pause);
		}
	}

	/** Waits, and returns whether somebody has ended that. */
	private boolean await(Duration pause) {
		long nanos = (long) (pause.toNanos() * (1 + JITTER * ThreadLocalRandom.current().nextDouble()));
		long end = System.nanoTime() + nanos;
		synchronized (this.wakeUp) {
			try {
				for (long left = nanos; !this.woken && this.running && left > 0; left = end - System.nanoTime()) {
					TimeUnit.NANOSECONDS.timedWait(this.wakeUp, left);
				}
			}
			catch (InterruptedException ex) {
				// The application stops.
			}
			boolean woken = this.woken;
			this.woken = false;
			return woken;
		}
	}

	/** Looks if that is due, and returns when to come back. */
	private Duration look(boolean hasten) {
		try {
			if (hasten) {
				this.leases.hasten(this.name);
			}
			Optional<WorkLease> lease = this.leases.take(this.name, this.node, this.properties.time().plus(BUILD));
			if (lease.isPresent()) {
				look(lease.get());
			}
			Optional<WorkLease> now = this.leases.find(this.name);
			now.ifPresent((found) -> this.state = GitState.of(found.state()));
			this.databaseProblem = null;
			return shorter(now.map(WorkLease::pause).orElse(Duration.ZERO).plusMillis(10), this.properties.interval());
		}
		catch (DataAccessException ex) {
			if (this.databaseProblem == null) {
				logger.warn("The repository is not looked at, as the database does not answer, or has no table"
						+ " claimflow_work", ex);
			}
			this.databaseProblem = "The database does not answer, or has no table claimflow_work";
			return this.properties.interval();
		}
		catch (RuntimeException | Error ex) {
			logger.error("The repository could not be looked at; it is tried again", ex);
			return this.properties.interval();
		}
	}

	private static Duration shorter(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private void look(WorkLease lease) {
		GitState before = GitState.of(lease.state());
		GitState after = before.failed("The look ended early");
		try {
			after = look(lease, before);
		}
		finally {
			if (!this.leases.release(lease, REST, pause(after.failures()), after.toJson())) {
				logger.warn("A look at the repository took longer than this node had for it; another one looks again");
			}
		}
	}

	private GitState look(WorkLease lease, GitState before) {
		try {
			Optional<GitCommit> commit = this.repository.pull(Optional.ofNullable(before.commit()));
			if (before.problem() != null) {
				logger.info("The repository can be read again");
			}
			return commit.isPresent() ? this.deployer.deploy(commit.get(), before, lease.at().toInstant())
					: before.seen(lease.at().toInstant());
		}
		catch (GitException ex) {
			return failed(before, ex.problem(), ex);
		}
		catch (DeploymentException | IllegalArgumentException ex) {
			return failed(before, "The commit could not be deployed: " + ex.getMessage(), ex);
		}
	}

	private GitState failed(GitState before, String problem, Exception ex) {
		GitState after = before.failed(problem);
		if (!this.running) {
			return before;
		}
		if (!String.valueOf(after.problem()).equals(before.problem())) {
			logger.warn("{} What is live stays live, and the repository is looked at again", sentence(problem));
		}
		logger.debug("The repository could not be read", ex);
		return after;
	}

	private static String sentence(String problem) {
		return problem.endsWith(".") ? problem : problem + ".";
	}

	private Duration pause(int failures) {
		Duration pause = this.properties.interval();
		for (int i = 0; i < failures && pause.compareTo(this.properties.backOff()) < 0; i++) {
			pause = pause.multipliedBy(2);
		}
		return (failures > 0) ? shorter(pause, this.properties.backOff()) : pause;
	}

	@Override
	public void stop() {
		Thread stopped;
		synchronized (this) {
			stopped = this.thread;
			this.thread = null;
		}
		this.running = false;
		wake();
		if (stopped != null) {
			stopped.interrupt();
			try {
				stopped.join(Duration.ofSeconds(5).toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
