package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Realms that are made ahead of time, each for one workflow, so that no request waits
 * while one is made. No code of an author's has run in them but what is inert, or of what
 * has run there nothing is left.
 */
final class Realms implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Realms.class);

	/** What a thread makes after each run that took one: the stock grows in a burst. */
	private static final int MORE = 2;

	/** The realms of one workflow. */
	private static final int SHARE = 8;

	/** A workflow that has not run for so long has to give way. */
	private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

	private final Sandbox sandbox;

	private final int maximum;

	/** The stocks of workflows, and the realms in all of them: guarded by this. */
	private final Map<DeployedWorkflow, Stock> stocks = new HashMap<>();

	private int size;

	private boolean closed;

	/**
	 * Creates an empty stock.
	 * @param maximum the realms that are ready at a time
	 */
	Realms(Sandbox sandbox, int maximum) {
		this.sandbox = sandbox;
		this.maximum = maximum;
	}

	/** A realm for a run of a workflow, made now if none is ready. */
	WorkflowRealm take(DeployedWorkflow workflow) {
		WorkflowRealm ready = poll(workflow);
		return (ready != null) ? ready : WorkflowRealm.fresh(this.sandbox, workflow);
	}

	/**
	 * Takes back the realm of a run that has ended.
	 * @param intact whether the run has not failed, and nothing speaks against another
	 * @return whether it serves another run; if not, it is closed
	 */
	boolean giveBack(WorkflowRealm realm, boolean intact) {
		boolean kept = false;
		try {
			kept = realm.renew(intact) && keep(realm);
		}
		catch (RuntimeException | Error ex) {
			if (!isClosed()) {
				logger.warn("A realm could not be used again", ex);
			}
		}
		finally {
			if (!kept) {
				discard(realm);
			}
		}
		return kept;
	}

	private synchronized boolean keep(WorkflowRealm realm) {
		DeployedWorkflow workflow = realm.workflow();
		Stock stock = this.stocks.get(workflow);
		if (stock == null || this.closed || workflow.isRetired() || this.size >= this.maximum) {
			return false;
		}
		stock.out--;
		stock.size++;
		this.size++;
		stock.ready.addFirst(realm);
		return true;
	}

	/** Closes a realm that was taken. */
	private void discard(WorkflowRealm realm) {
		if (realm.isHardened()) {
			synchronized (this) {
				Stock stock = this.stocks.get(realm.workflow());
				if (stock != null) {
					stock.out--;
					forgetIfEmpty(realm.workflow(), stock);
				}
			}
		}
		realm.close();
	}

	private synchronized @Nullable WorkflowRealm poll(DeployedWorkflow workflow) {
		Stock stock = this.stocks.get(workflow);
		return (stock != null) ? remove(workflow, stock) : null;
	}

	private @Nullable WorkflowRealm remove(DeployedWorkflow workflow, Stock stock) {
		stock.used = System.nanoTime();
		WorkflowRealm realm = stock.ready.poll();
		if (realm != null) {
			stock.out += realm.isHardened() ? 1 : 0;
			release(workflow, stock);
		}
		return realm;
	}

	private void release(DeployedWorkflow workflow, Stock stock) {
		this.size--;
		stock.size--;
		forgetIfEmpty(workflow, stock);
	}

	private void forgetIfEmpty(DeployedWorkflow workflow, Stock stock) {
		if (stock.size == 0 && stock.out == 0) {
			this.stocks.remove(workflow);
		}
	}

	/**
	 * Makes realms for further runs of a workflow, on the calling thread, in place of one
	 * that is used up.
	 */
	void restock(DeployedWorkflow workflow) {
		boolean hardened = workflow.runsShareRealms();
		restock(workflow, hardened ? 1 : MORE, hardened);
	}

	/** Makes a realm for one run of a workflow. */
	void prepare(DeployedWorkflow workflow) {
		restock(workflow, 1, false);
	}

	private void restock(DeployedWorkflow workflow, int more, boolean hardened) {
		for (int i = 0; i < more && reserve(workflow); i++) {
			WorkflowRealm made = null;
			try {
				made = hardened ? WorkflowRealm.hardened(this.sandbox, workflow)
						: WorkflowRealm.fresh(this.sandbox, workflow);
			}
			catch (RuntimeException | Error ex) {
				if (!isClosed()) {
					logger.warn("No realm could be made ahead of time", ex);
				}
			}
			if (!add(workflow, made)) {
				return;
			}
		}
	}

	/**
	 * Takes a place for a realm that is about to be made. The last one of a workflow that
	 * is in use stays: where there are more workflows than places, each realm that gave
	 * way would be made in vain.
	 */
	private boolean reserve(DeployedWorkflow workflow) {
		WorkflowRealm surplus = null;
		synchronized (this) {
			Stock stock = this.stocks.get(workflow);
			int mine = (stock != null) ? stock.size + stock.out : 0;
			if (this.closed || workflow.isRetired() || mine >= SHARE) {
				return false;
			}
			if (this.size >= this.maximum) {
				surplus = surplus(mine);
				if (surplus == null) {
					return false;
				}
			}
			this.stocks.computeIfAbsent(workflow, (key) -> new Stock()).size++;
			this.size++;
		}
		if (surplus != null) {
			discard(surplus);
		}
		return true;
	}

	private @Nullable WorkflowRealm surplus(int mine) {
		long now = System.nanoTime();
		return this.stocks.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().ready.isEmpty())
			.filter((entry) -> entry.getValue().size > mine + 1 || now - entry.getValue().used > IDLE_NANOS)
			.max(Comparator.comparingInt((entry) -> entry.getValue().size))
			.map((entry) -> remove(entry.getKey(), entry.getValue()))
			.orElse(null);
	}

	/** Puts a realm in its place, or gives the place back. */
	private boolean add(DeployedWorkflow workflow, @Nullable WorkflowRealm made) {
		synchronized (this) {
			Stock stock = this.stocks.get(workflow);
			if (stock == null) {
				throw new IllegalStateException("No place was taken");
			}
			if (made != null && !this.closed && !workflow.isRetired()) {
				stock.ready.add(made);
				return true;
			}
			release(workflow, stock);
		}
		if (made != null) {
			made.close();
		}
		return false;
	}

	/** Closes the realms of a workflow that is no longer live, and makes no more. */
	void retire(DeployedWorkflow workflow) {
		workflow.retire();
		closeAll(workflow);
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	/** The realms that are ready. */
	synchronized int size() {
		return this.stocks.values().stream().mapToInt((stock) -> stock.ready.size()).sum();
	}

	@Override
	public void close() {
		List<DeployedWorkflow> left;
		synchronized (this) {
			this.closed = true;
			left = List.copyOf(this.stocks.keySet());
		}
		left.forEach(this::closeAll);
	}

	private void closeAll(DeployedWorkflow workflow) {
		for (WorkflowRealm realm = poll(workflow); realm != null; realm = poll(workflow)) {
			discard(realm);
		}
	}

	/** The realms of one workflow. */
	private static final class Stock {

		private final Deque<WorkflowRealm> ready = new ArrayDeque<>();

		/** Those that are being made included. */
		private int size;

		/** Hardened ones that are in use, and likely to come back. */
		private int out;

		private long used = System.nanoTime();

	}

}
