package io.claimflow.engine.watch;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * What a platform thread has used since a moment. Any thread may ask.
 */
public final class ThreadUse {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final long threadId = Thread.currentThread().getId();

	private final long allocatedBytesBefore = THREADS.getThreadAllocatedBytes(this.threadId);

	private final long cpuNanosBefore = THREADS.getThreadCpuTime(this.threadId);

	private ThreadUse() {
	}

	/** Counts from now on. */
	public static ThreadUse ofCurrentThread() {
		return new ThreadUse();
	}

	/** The bytes that the thread has allocated since then. */
	public long allocatedBytes() {
		return Math.max(0, THREADS.getThreadAllocatedBytes(this.threadId) - this.allocatedBytesBefore);
	}

	/** The time that the thread has computed since then, in nanoseconds. */
	public long cpuNanos() {
		return Math.max(0, THREADS.getThreadCpuTime(this.threadId) - this.cpuNanosBefore);
	}

}
