package io.claimflow;

import java.time.Duration;

/**
 * The limits of a run and of a project. Honest workflows never meet the defaults.
 *
 * @param deadline the time that a run may take on the wall clock
 * @param allocatedBytes the memory that a run may allocate, in bytes, freed or not
 * @param claimsWarning the size of a token's custom claims, in bytes of JSON, above which
 * a run warns
 * @param claimsMaximum the size of a token's custom claims, in bytes of JSON, above which
 * a run fails
 * @param calls the calls to other systems that a run may make
 * @param logLines the lines that a run may log; further ones are dropped
 * @param logBytes the bytes that a run may log; what is more is dropped
 * @param sourceBytes the size of a source file, in bytes
 * @param projectFiles the number of source files of a project
 */
public record Limits(Duration deadline, long allocatedBytes, int claimsWarning, int claimsMaximum, int calls,
		int logLines, int logBytes, int sourceBytes, int projectFiles) {

	private static final Limits DEFAULTS = new Limits(Duration.ofSeconds(3), 256L * 1024 * 1024, 4 * 1024, 16 * 1024,
			20, 100, 64 * 1024, 1024 * 1024, 1000);

	public Limits {
		positive(deadline.toNanos(), "deadline");
		positive(allocatedBytes, "allocatedBytes");
		positive(claimsWarning, "claimsWarning");
		positive(claimsMaximum, "claimsMaximum");
		positive(calls, "calls");
		positive(logLines, "logLines");
		positive(logBytes, "logBytes");
		positive(sourceBytes, "sourceBytes");
		positive(projectFiles, "projectFiles");
	}

	private static void positive(long value, String name) {
		if (value <= 0) {
			throw new IllegalArgumentException("The limit '" + name + "' must be greater than zero");
		}
	}

	/** The limits where nothing else is said. */
	public static Limits defaults() {
		return DEFAULTS;
	}

	/** These limits with another deadline. */
	public Limits withDeadline(Duration deadline) {
		return new Limits(deadline, this.allocatedBytes, this.claimsWarning, this.claimsMaximum, this.calls,
				this.logLines, this.logBytes, this.sourceBytes, this.projectFiles);
	}

	/** These limits with another one of memory. */
	public Limits withAllocatedBytes(long allocatedBytes) {
		return new Limits(this.deadline, allocatedBytes, this.claimsWarning, this.claimsMaximum, this.calls,
				this.logLines, this.logBytes, this.sourceBytes, this.projectFiles);
	}

}
