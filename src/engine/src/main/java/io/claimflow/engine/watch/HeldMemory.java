package io.claimflow.engine.watch;

/**
 * How much memory a run may hold at most, of all that it has allocated. What collections
 * have left on the heap since it began may all be its own. Most of what none has looked
 * at yet is garbage: a part of it counts. One thread asks.
 */
final class HeldMemory {

	/** A run cannot hold more than it has allocated; new objects count so much less. */
	private static final int NEW_OBJECTS = 4;

	private long settledBefore = -1;

	private long collections;

	private long allocatedBefore;

	/**
	 * Looks at a run.
	 * @param allocated the bytes that it has allocated so far
	 * @param heap the heap at this moment
	 */
	Use look(long allocated, Heap.State heap) {
		if (!heap.known()) {
			return new Use(allocated, 0, allocated);
		}
		if (this.settledBefore < 0) {
			this.settledBefore = heap.settledBytes();
			this.collections = heap.collections();
		}
		// What others leave meanwhile makes no room for this run.
		this.settledBefore = Math.min(this.settledBefore, heap.settledBytes());
		if (heap.collections() != this.collections) {
			this.collections = heap.collections();
			this.allocatedBefore = allocated;
		}
		return new Use(allocated, Math.max(0, heap.settledBytes() - this.settledBefore),
				(allocated - this.allocatedBefore) / NEW_OBJECTS);
	}

	/**
	 * The memory of a run.
	 *
	 * @param allocated all that it has allocated, in bytes
	 * @param growth what the heap has grown by since it began
	 * @param recent what counts of new objects
	 */
	record Use(long allocated, long growth, long recent) {

		/** The bytes that it holds at most, or nearly so. */
		long held() {
			return Math.min(this.allocated, this.growth + this.recent);
		}

	}

}
