package io.claimflow.artifact;

/**
 * The limits of an artifact that is read.
 *
 * @param bytes the size of the file
 * @param unpackedBytes the size of all entries together, unpacked
 * @param entries the number of entries
 * @param ratio how many times larger than the file all entries may be together, once they
 * have more than a megabyte
 */
public record ArtifactLimits(long bytes, long unpackedBytes, int entries, int ratio) {

	/** Below that, anything may be packed as well as it can. */
	static final long RATIO_FROM = 1 << 20;

	private static final ArtifactLimits DEFAULTS = new ArtifactLimits(16 << 20, 64 << 20, 10_000, 100);

	public ArtifactLimits {
		if (bytes <= 0 || unpackedBytes <= 0 || entries <= 0 || ratio <= 0) {
			throw new IllegalArgumentException("The limits of an artifact must be greater than zero");
		}
	}

	/** 16 MB, unpacked 64 MB, 10,000 entries, and a ratio of 100. */
	public static ArtifactLimits defaults() {
		return DEFAULTS;
	}

	public static Builder builder() {
		return new Builder();
	}

	/** Builds limits. */
	public static final class Builder {

		private long bytes = DEFAULTS.bytes;

		private long unpackedBytes = DEFAULTS.unpackedBytes;

		private int entries = DEFAULTS.entries;

		private int ratio = DEFAULTS.ratio;

		private Builder() {
		}

		/** The size of the file. */
		public Builder bytes(long bytes) {
			this.bytes = bytes;
			return this;
		}

		/** The size of all entries together, unpacked. */
		public Builder unpackedBytes(long unpackedBytes) {
			this.unpackedBytes = unpackedBytes;
			return this;
		}

		/** The number of entries. */
		public Builder entries(int entries) {
			this.entries = entries;
			return this;
		}

		/**
		 * How many times larger than the file all entries may be together, once they have
		 * more than a megabyte.
		 */
		public Builder ratio(int ratio) {
			this.ratio = ratio;
			return this;
		}

		public ArtifactLimits build() {
			return new ArtifactLimits(this.bytes, this.unpackedBytes, this.entries, this.ratio);
		}

	}

}
