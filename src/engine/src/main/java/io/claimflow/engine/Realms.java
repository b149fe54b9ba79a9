package io.claimflow.engine;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Realms that are made ahead of time, so that no request waits while one is made. No code
 * of an author's has run in them, and each serves once.
 */
final class Realms implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Realms.class);

	/** What a thread makes after each run that took one: the stock grows in a burst. */
	private static final int MORE = 2;

	private final Sandbox sandbox;

	private final int maximum;

	private final ConcurrentLinkedQueue<Realm> ready = new ConcurrentLinkedQueue<>();

	private final AtomicInteger stock = new AtomicInteger();

	private volatile boolean closed;

	Realms(Sandbox sandbox, int maximum) {
		this.sandbox = sandbox;
		this.maximum = maximum;
	}

	/** A realm that nobody has used, made now if none is ready. */
	Realm take() {
		Realm realm = this.ready.poll();
		if (realm == null) {
			return new Realm(this.sandbox);
		}
		this.stock.decrementAndGet();
		return realm;
	}

	/** Makes realms for runs to come, on the calling thread. */
	void restock() {
		for (int i = 0; i < MORE && !this.closed; i++) {
			if (this.stock.incrementAndGet() > this.maximum) {
				this.stock.decrementAndGet();
				return;
			}
			try {
				this.ready.add(new Realm(this.sandbox));
			}
			catch (RuntimeException | Error ex) {
				this.stock.decrementAndGet();
				if (!this.closed) {
					logger.warn("No realm could be made ahead of time", ex);
				}
				return;
			}
		}
	}

	@Override
	public void close() {
		this.closed = true;
		for (Realm realm = this.ready.poll(); realm != null; realm = this.ready.poll()) {
			realm.close();
		}
	}

}
