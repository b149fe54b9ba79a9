package io.claimflow.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Lets the thread of a run wait, wherever its script is. Operations that have no
 * safepoint end first.
 */
final class Brake {

	private final Thread thread = Thread.currentThread();

	private final Safepoints.OfContext safepoints;

	private Future<?> pause = CompletableFuture.completedFuture(null);

	private boolean held;

	/** While the thread waits, less the time at which it began. */
	private long waitedNanos;

	private boolean waiting;

	/** A brake for the current thread, while it runs in a context. */
	Brake(Safepoints.OfContext safepoints) {
		this.safepoints = safepoints;
	}

	/** Whether the thread computes, or would if it were not held. */
	synchronized boolean computes() {
		return this.held || switch (this.thread.getState()) {
			case RUNNABLE, BLOCKED -> true;
			default -> false;
		};
	}

	/** Lets the thread wait from its next safepoint on. One thread calls this. */
	void hold() {
		synchronized (this) {
			this.held = true;
		}
		if (this.pause.isDone()) {
			this.pause = this.safepoints.submit(this.thread, this::await);
		}
	}

	/** Lets the thread go on. */
	synchronized void release() {
		this.held = false;
		notifyAll();
	}

	private synchronized void await() throws InterruptedException {
		this.waiting = true;
		this.waitedNanos -= System.nanoTime();
		try {
			while (this.held) {
				wait();
			}
		}
		finally {
			this.waitedNanos += System.nanoTime();
			this.waiting = false;
		}
	}

	/** The time that the thread has waited so far, in nanoseconds. */
	synchronized long waitedNanos() {
		return this.waiting ? this.waitedNanos + System.nanoTime() : this.waitedNanos;
	}

}
