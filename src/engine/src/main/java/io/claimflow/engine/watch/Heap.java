package io.claimflow.engine.watch;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Arrays;
import java.util.List;

/**
 * What collections have left on the heap of this process. Objects begin in a pool of
 * their own, Eden, unless they are very large; those that a collection finds in use go to
 * the other pools. With a collector that has no such pool, nothing is known, nor is it
 * where a quarter of the heap or less could be free.
 */
final class Heap {

	private static final String NEW = "Eden";

	private final List<MemoryPoolMXBean> settled;

	private final List<GarbageCollectorMXBean> collectors;

	Heap() {
		List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.toList();
		this.settled = pools.stream().filter((pool) -> !pool.getName().contains(NEW)).toList();
		this.collectors = (this.settled.size() == pools.size()) ? List.of() : ManagementFactory
			.getGarbageCollectorMXBeans()
			.stream()
			.filter((collector) -> !collector.getName().contains("Concurrent"))
			.filter((collector) -> Arrays.stream(collector.getMemoryPoolNames()).anyMatch((pool) -> pool.contains(NEW)))
			.toList();
	}

	/** Looks at it now. */
	State look() {
		long collections = this.collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
		long bytes = this.settled.stream().mapToLong((pool) -> pool.getUsage().getUsed()).sum();
		boolean scarce = bytes > Runtime.getRuntime().maxMemory() / 4 * 3;
		return new State(!this.collectors.isEmpty() && !scarce, collections, bytes);
	}

	/**
	 * The heap at a moment.
	 *
	 * @param known whether the other numbers say anything
	 * @param collections the collections of new objects so far
	 * @param settledBytes the size of what collections have left, and of very large
	 * objects
	 */
	record State(boolean known, long collections, long settledBytes) {

	}

}
