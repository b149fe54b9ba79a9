package io.claimflow.engine.realm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Realms that are made ahead of time, so that no request waits while one is made: fresh
 * ones, each for one workflow, and hardened ones for all workflows of a kind. No code of
 * an author's has run in them but what is inert, or of what has run there nothing is
 * left.
 */
public final class RealmPool implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RealmPool.class);

	/** What a thread makes after each run that took one: the stock grows in a burst. */
	private static final int MORE = 2;

	/** The realms of a stock, for each workflow that uses it. */
	private static final int SHARE = 8;

	/** What has not been used for so long has to give way. */
	private static final long IDLE_NANOS = Duration.ofMinutes(1).toNanos();

	private final Sandbox sandbox;

	private final int maximum;

	/**
	 * The fresh realms by their workflow, the hardened ones by their kind, and the number
	 * of all of them: guarded by this.
	 */
	private final Map<Object, Stock> stocks = new HashMap<>();

	private int size;

	private boolean closed;

	/**
	 * Creates an empty stock.
	 * @param maximum the realms that are ready at a time
	 */
	public RealmPool(Sandbox sandbox, int maximum) {
		this.sandbox = sandbox;
		this.maximum = maximum;
	}

	/**
	 * A realm for a run of a workflow in which some things are fixed: one that is made
	 * now, and never used again, if anything is.
	 */
	public PooledRealm take(RealmSharing workflow, Fixed fixed) {
		return fixed.isAnything() ? PooledRealm.fresh(this.sandbox, workflow, fixed) : take(workflow);
	}

	/** A realm for a run of a workflow, made now if none is ready. */
	public PooledRealm take(RealmSharing workflow) {
		PooledRealm ready = workflow.mayRunInSharedRealm() ? poll(workflow.profile(), workflow) : null;
		if (ready == null) {
			ready = poll(workflow, workflow);
		}
		if (ready == null) {
			return PooledRealm.fresh(this.sandbox, workflow);
		}
		try {
			ready.turnTo(workflow);
			return ready;
		}
		catch (RuntimeException | Error ex) {
			discard(ready);
			throw ex;
		}
	}

	/**
	 * Takes back the realm of a run that has ended.
	 * @param intact whether the run has not failed, and nothing speaks against another
	 * @return whether it serves another run; if not, it is closed
	 */
	public boolean giveBack(PooledRealm realm, boolean intact) {
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

	private synchronized boolean keep(PooledRealm realm) {
		Stock stock = stock(realm);
		if (stock == null || this.closed || this.size >= this.maximum) {
			return false;
		}
		stock.out.remove(realm);
		stock.size++;
		this.size++;
		stock.ready.addFirst(realm);
		return true;
	}

	/**
	 * The stock that a realm was taken from, if it is hardened and that is still there.
	 */
	private @Nullable Stock stock(PooledRealm realm) {
		return realm.profile().map(this.stocks::get).filter((stock) -> stock.out.contains(realm)).orElse(null);
	}

	/** Closes a realm that was taken. */
	private void discard(PooledRealm realm) {
		synchronized (this) {
			Stock stock = stock(realm);
			if (stock != null) {
				stock.out.remove(realm);
				forgetIfEmpty(stock);
			}
		}
		realm.close();
	}

	private synchronized @Nullable PooledRealm poll(Object key, RealmSharing workflow) {
		Stock stock = this.stocks.get(key);
		if (stock == null) {
			return null;
		}
		if (!workflow.isRetired()) {
			stock.users.add(workflow);
		}
		return remove(stock, workflow);
	}

	private @Nullable PooledRealm remove(Stock stock, @Nullable RealmSharing workflow) {
		stock.used = System.nanoTime();
		PooledRealm realm = stock.ready(workflow);
		if (realm != null) {
			if (realm.profile().isPresent()) {
				stock.out.add(realm);
			}
			release(stock);
		}
		return realm;
	}

	private void release(Stock stock) {
		this.size--;
		stock.size--;
		forgetIfEmpty(stock);
	}

	private void forgetIfEmpty(Stock stock) {
		if (stock.size == 0 && stock.out.isEmpty()) {
			this.stocks.remove(stock.key, stock);
		}
	}

	/**
	 * Makes realms for further runs of a workflow, on the calling thread, in place of one
	 * that is used up.
	 */
	public void restock(RealmSharing workflow) {
		if (workflow.runsShareRealms()) {
			RealmProfile profile = workflow.profile();
			restock(workflow, profile, 1, () -> PooledRealm.hardened(this.sandbox, workflow, profile));
		}
		else {
			restock(workflow, MORE);
		}
	}

	/** Makes a realm for the next run of a workflow, if there is none that it can use. */
	public void prepare(RealmSharing workflow) {
		if (!workflow.mayRunInSharedRealm() || !isInStock(workflow)) {
			restock(workflow, 1);
		}
	}

	/**
	 * Makes a realm that serves one run of a workflow after another, if its runs share
	 * realms and there is none.
	 */
	public void prepareShared(RealmSharing workflow) {
		if (workflow.runsShareRealms() && !isInStock(workflow)) {
			restock(workflow);
		}
	}

	private synchronized boolean isInStock(RealmSharing workflow) {
		Stock stock = this.stocks.get(workflow.profile());
		if (stock == null || workflow.isRetired()) {
			return false;
		}
		stock.users.add(workflow);
		return !stock.ready.isEmpty();
	}

	private void restock(RealmSharing workflow, int more) {
		restock(workflow, workflow, more, () -> PooledRealm.fresh(this.sandbox, workflow));
	}

	private void restock(RealmSharing workflow, Object key, int more, Supplier<PooledRealm> make) {
		for (int i = 0; i < more; i++) {
			Stock place = reserve(key, workflow);
			if (place == null) {
				return;
			}
			PooledRealm made = null;
			try {
				made = make.get();
			}
			catch (RuntimeException | Error ex) {
				if (!isClosed()) {
					logger.warn("No realm could be made ahead of time", ex);
				}
			}
			if (!add(place, made)) {
				return;
			}
		}
	}

	/**
	 * Takes a place for a realm that is about to be made. The last one of a stock that is
	 * in use stays: where there are more stocks than places, each realm that gave way
	 * would be made in vain.
	 */
	private @Nullable Stock reserve(Object key, RealmSharing workflow) {
		PooledRealm surplus = null;
		Stock place;
		synchronized (this) {
			Stock stock = this.stocks.get(key);
			int mine = (stock != null) ? stock.size + stock.out.size() : 0;
			if (this.closed || workflow.isRetired() || mine >= SHARE * users(stock, workflow)) {
				return null;
			}
			if (this.size >= this.maximum) {
				surplus = surplus(mine);
				if (surplus == null) {
					return null;
				}
			}
			place = this.stocks.computeIfAbsent(key, Stock::new);
			place.users.add(workflow);
			place.size++;
			this.size++;
		}
		if (surplus != null) {
			discard(surplus);
		}
		return place;
	}

	private static int users(@Nullable Stock stock, RealmSharing workflow) {
		return (stock == null) ? 1 : stock.users.size() + (stock.users.contains(workflow) ? 0 : 1);
	}

	private @Nullable PooledRealm surplus(int mine) {
		long now = System.nanoTime();
		return this.stocks.values()
			.stream()
			.filter((stock) -> !stock.ready.isEmpty())
			.filter((stock) -> stock.size > mine + 1 || now - stock.used > IDLE_NANOS)
			.max(Comparator.comparingInt((stock) -> stock.size))
			.map((stock) -> remove(stock, null))
			.orElse(null);
	}

	/** Puts a realm in its place, or gives the place back. */
	private boolean add(Stock place, @Nullable PooledRealm made) {
		synchronized (this) {
			if (made != null && !this.closed && this.stocks.get(place.key) == place) {
				place.ready.add(made);
				return true;
			}
			release(place);
		}
		if (made != null) {
			made.close();
		}
		return false;
	}

	/**
	 * Closes the realms that only a workflow uses which is no longer live, and makes no
	 * more for it.
	 */
	public void retire(RealmSharing workflow) {
		workflow.retire();
		List<Stock> without;
		synchronized (this) {
			without = this.stocks.values()
				.stream()
				.filter((stock) -> stock.users.remove(workflow) && stock.users.isEmpty())
				.toList();
		}
		without.forEach(this::close);
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	/** The realms that are ready. */
	public synchronized int size() {
		return this.stocks.values().stream().mapToInt((stock) -> stock.ready.size()).sum();
	}

	@Override
	public void close() {
		List<Stock> left;
		synchronized (this) {
			this.closed = true;
			left = List.copyOf(this.stocks.values());
		}
		left.forEach(this::close);
	}

	/** Closes what is ready. What is out is closed when it comes back. */
	private void close(Stock stock) {
		List<PooledRealm> ready;
		synchronized (this) {
			this.stocks.remove(stock.key, stock);
			ready = List.copyOf(stock.ready);
			stock.ready.clear();
			stock.size -= ready.size();
			this.size -= ready.size();
		}
		ready.forEach(PooledRealm::close);
	}

	/** Realms of which a run can take any. */
	private static final class Stock {

		private final Object key;

		/** The workflows that have taken one, or are going to. */
		private final Set<RealmSharing> users = new HashSet<>();

		private final Deque<PooledRealm> ready = new ArrayDeque<>();

		/** Those that are ready, and those that are being made. */
		private int size;

		/** Hardened ones that are in use, and likely to come back. */
		private final Set<PooledRealm> out = new HashSet<>();

		private long used = System.nanoTime();

		Stock(Object key) {
			this.key = key;
		}

		/** One that is ready: that which a workflow ran in before, if there is one. */
		@Nullable PooledRealm ready(@Nullable RealmSharing workflow) {
			for (PooledRealm realm : this.ready) {
				if (realm.workflow() == workflow) {
					this.ready.remove(realm);
					return realm;
				}
			}
			return this.ready.poll();
		}

	}

}
