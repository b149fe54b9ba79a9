package io.claimflow.engine;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * How much a thread has allocated since a moment. Where the virtual machine does not
 * count that, the answer is 0.
 */
final class AllocatedBytes {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final long threadId = Thread.currentThread().getId();

	private final long before = count();

	private AllocatedBytes() {
	}

	/** Counts from now on. */
	static AllocatedBytes ofCurrentThread() {
		return new AllocatedBytes();
	}

	/** The bytes that the thread has allocated since then. Any thread may ask. */
	long sinceThen() {
		return count() - this.before;
	}

	private long count() {
		return THREADS.getThreadAllocatedBytes(this.threadId);
	}

}
