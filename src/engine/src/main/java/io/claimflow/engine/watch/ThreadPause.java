package io.claimflow.engine.watch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import io.claimflow.engine.admission.PermitWait;
import io.claimflow.engine.limit.Safepoints;

/**
 * Lets the thread of a run wait, wherever its script is. Operations that have no
 * safepoint end first.
 */
final class ThreadPause {

	private final Thread thread = Thread.currentThread();

	private final Safepoints.OfContext safepoints;

	private Future<?> pause = CompletableFuture.completedFuture(null);

	private boolean held;

	private boolean ended;

	private final PermitWait wait;

	private boolean waiting;

	/**
	 * Pauses the current thread, while it runs in a context.
	 * @param wait the time for which it is paused
	 */
	ThreadPause(Safepoints.OfContext safepoints, PermitWait wait) {
		this.safepoints = safepoints;
		this.wait = wait;
	}

	/** Whether the thread computes, or would if it were not held. */
	synchronized boolean computes() {
		return this.held || switch (this.thread.getState()) {
			case RUNNABLE, BLOCKED -> true;
			default -> false;
		};
	}

	/** Whether the thread waits for anything but its turn, or a call. */
	synchronized boolean isBlocked() {
		return !this.waiting && !this.wait.isIdle() && switch (this.thread.getState()) {
			case WAITING, TIMED_WAITING -> true;
			default -> false;
		};
	}

	/** Lets the thread wait before it begins. */
	synchronized void holdBack() {
		this.held = true;
	}

	/** Begins, once the thread is not held, or is to end. */
	synchronized void begin() {
		if (!this.held) {
			return;
		}
		try {
			await(() -> this.held && !this.ended);
		}
		catch (InterruptedException ex) {
			// It is to end, and will find that out.
			this.thread.interrupt();
		}
	}

	/** Lets the thread begin, so that it finds out that it is to end. */
	synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/** Lets the thread wait from its next safepoint on. One thread calls this. */
	void hold() {
		synchronized (this) {
			this.held = true;
			if (this.waiting) {
				return;
			}
		}
		if (this.pause.isDone()) {
			this.pause = this.safepoints.submit(this.thread, () -> await(() -> this.held));
		}
	}

	/** Lets the thread go on. */
	synchronized void release() {
		this.held = false;
		notifyAll();
	}

	private synchronized void await(BooleanSupplier condition) throws InterruptedException {
		this.waiting = true;
		this.wait.begin();
		try {
			while (condition.getAsBoolean()) {
				wait();
			}
		}
		finally {
			this.wait.end();
			this.waiting = false;
		}
	}

}
