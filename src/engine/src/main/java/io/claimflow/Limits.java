package io.claimflow;

import java.time.Duration;

/**
 * The limits of a run and of a project. Honest workflows never meet the defaults. What
 * all runs together may take is a matter of {@link Capacity}.
 *
 * @param deadline the time that a run may take on the wall clock
 * @param cpuTime the time that a run may compute
 * @param allocatedBytes the memory that a run may hold, in bytes; what it has allocated
 * counts until a collection shows that it is garbage, a quarter of it for new objects
 * @param statements the statements that a run may execute
 * @param compileTime the time that the compiler may take for a source file
 * @param loadTime the time that a workflow may take to be loaded when it is deployed
 * @param stackBytes the stack of a thread that runs workflows, in bytes
 * @param stringLength the length of a string or a typed array
 * @param bigintBits the size of a {@code BigInt}, in bits
 * @param arrayLength the elements that one built-in function may go through; the
 * properties that one may list or copy are an eighth of them
 * @param textSteps the steps of one search in a text, which is the length of the text
 * times that of what is searched for, and of a change of its case
 * @param claimsWarning the size of a token's custom claims, in bytes of JSON, above which
 * a run warns
 * @param claimsLimit the size of a token's custom claims, in bytes of JSON, above which a
 * run fails
 * @param calls the calls to other systems that a run may make
 * @param variables the variables that a run may look up where the server's configuration
 * does not have them
 * @param variableTime the time that a run waits for such a variable
 * @param logLines the lines that a run may log; further ones are dropped
 * @param logBytes the bytes that a run may log; what is more is dropped
 * @param sourceBytes the size of a source file, in bytes
 * @param projectFiles the number of source files of a project
 */
public record Limits(Duration deadline, Duration cpuTime, long allocatedBytes, long statements, Duration compileTime,
		Duration loadTime, int stackBytes, int stringLength, int bigintBits, int arrayLength, long textSteps,
		int claimsWarning, int claimsLimit, int calls, int variables, Duration variableTime, int logLines, int logBytes,
		int sourceBytes, int projectFiles) {

	private static final Limits DEFAULTS = builder().build();

	public Limits {
		positive(deadline.toNanos(), "deadline");
		positive(cpuTime.toNanos(), "cpuTime");
		positive(allocatedBytes, "allocatedBytes");
		positive(statements, "statements");
		positive(compileTime.toNanos(), "compileTime");
		positive(loadTime.toNanos(), "loadTime");
		positive(stackBytes, "stackBytes");
		positive(stringLength, "stringLength");
		positive(bigintBits, "bigintBits");
		positive(arrayLength, "arrayLength");
		positive(textSteps, "textSteps");
		positive(claimsWarning, "claimsWarning");
		positive(claimsLimit, "claimsLimit");
		positive(calls, "calls");
		positive(variables, "variables");
		positive(variableTime.toNanos(), "variableTime");
		positive(logLines, "logLines");
		positive(logBytes, "logBytes");
		positive(sourceBytes, "sourceBytes");
		positive(projectFiles, "projectFiles");
	}

	static void positive(long value, String name) {
		if (value <= 0) {
			throw new IllegalArgumentException("The limit '" + name + "' must be greater than zero");
		}
	}

	static void notNegative(long value, String name) {
		if (value < 0) {
			throw new IllegalArgumentException("The limit '" + name + "' must not be negative");
		}
	}

	/** The limits where nothing else is said. */
	public static Limits defaults() {
		return DEFAULTS;
	}

	/** Begins with the defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** These limits for code that is loaded instead of run: nobody's sign-in waits. */
	public Limits whileLoading() {
		return whileLoading(this.loadTime);
	}

	/**
	 * These limits for the first code that an engine loads. The virtual machine learns
	 * meanwhile, and starts all else that a server has: it takes several times as long.
	 */
	public Limits whileStarting() {
		return whileLoading(this.loadTime.multipliedBy(6));
	}

	/** These limits with another deadline, which is the limit of the CPU time as well. */
	public Limits within(Duration time) {
		return with(time, time, this.loadTime);
	}

	/** These limits with another deadline. */
	public Limits withDeadline(Duration deadline) {
		return with(deadline, this.cpuTime, this.loadTime);
	}

	private Limits whileLoading(Duration time) {
		return with(time, time, time);
	}

	private Limits with(Duration deadline, Duration cpuTime, Duration loadTime) {
		return new Limits(deadline, cpuTime, this.allocatedBytes, this.statements, this.compileTime, loadTime,
				this.stackBytes, this.stringLength, this.bigintBits, this.arrayLength, this.textSteps,
				this.claimsWarning, this.claimsLimit, this.calls, this.variables, this.variableTime, this.logLines,
				this.logBytes, this.sourceBytes, this.projectFiles);
	}

	/** Builds limits; each is the default until it is set. */
	public static final class Builder {

		private Duration deadline = Duration.ofSeconds(3);

		private Duration cpuTime = Duration.ofSeconds(2);

		private long allocatedBytes = 256L * 1024 * 1024;

		private long statements = 50_000_000;

		private Duration compileTime = Duration.ofSeconds(20);

		private Duration loadTime = Duration.ofSeconds(10);

		private int stackBytes = 1024 * 1024;

		private int stringLength = 8 * 1024 * 1024;

		private int bigintBits = 1024 * 1024;

		private int arrayLength = 1024 * 1024;

		private long textSteps = 500_000_000;

		private int claimsWarning = 4 * 1024;

		private int claimsLimit = 16 * 1024;

		private int calls = 20;

		private int variables = 50;

		private Duration variableTime = Duration.ofSeconds(1);

		private int logLines = 100;

		private int logBytes = 64 * 1024;

		private int sourceBytes = 1024 * 1024;

		private int projectFiles = 1000;

		private Builder() {
		}

		/** See {@link Limits#deadline()}. */
		public Builder deadline(Duration deadline) {
			this.deadline = deadline;
			return this;
		}

		/** See {@link Limits#cpuTime()}. */
		public Builder cpuTime(Duration cpuTime) {
			this.cpuTime = cpuTime;
			return this;
		}

		/** See {@link Limits#allocatedBytes()}. */
		public Builder allocatedBytes(long allocatedBytes) {
			this.allocatedBytes = allocatedBytes;
			return this;
		}

		/** See {@link Limits#statements()}. */
		public Builder statements(long statements) {
			this.statements = statements;
			return this;
		}

		/** See {@link Limits#compileTime()}. */
		public Builder compileTime(Duration compileTime) {
			this.compileTime = compileTime;
			return this;
		}

		/** See {@link Limits#loadTime()}. */
		public Builder loadTime(Duration loadTime) {
			this.loadTime = loadTime;
			return this;
		}

		/** See {@link Limits#stackBytes()}. */
		public Builder stackBytes(int stackBytes) {
			this.stackBytes = stackBytes;
			return this;
		}

		/** See {@link Limits#stringLength()}. */
		public Builder stringLength(int stringLength) {
			this.stringLength = stringLength;
			return this;
		}

		/** See {@link Limits#arrayLength()}. */
		public Builder arrayLength(int arrayLength) {
			this.arrayLength = arrayLength;
			return this;
		}

		/** See {@link Limits#textSteps()}. */
		public Builder textSteps(long textSteps) {
			this.textSteps = textSteps;
			return this;
		}

		/** See {@link Limits#bigintBits()}. */
		public Builder bigintBits(int bigintBits) {
			this.bigintBits = bigintBits;
			return this;
		}

		/** See {@link Limits#claimsWarning()}. */
		public Builder claimsWarning(int claimsWarning) {
			this.claimsWarning = claimsWarning;
			return this;
		}

		/** See {@link Limits#claimsLimit()}. */
		public Builder claimsLimit(int claimsLimit) {
			this.claimsLimit = claimsLimit;
			return this;
		}

		/** See {@link Limits#calls()}. */
		public Builder calls(int calls) {
			this.calls = calls;
			return this;
		}

		/** See {@link Limits#variables()}. */
		public Builder variables(int variables) {
			this.variables = variables;
			return this;
		}

		/** See {@link Limits#variableTime()}. */
		public Builder variableTime(Duration variableTime) {
			this.variableTime = variableTime;
			return this;
		}

		/** See {@link Limits#logLines()}. */
		public Builder logLines(int logLines) {
			this.logLines = logLines;
			return this;
		}

		/** See {@link Limits#logBytes()}. */
		public Builder logBytes(int logBytes) {
			this.logBytes = logBytes;
			return this;
		}

		/** See {@link Limits#sourceBytes()}. */
		public Builder sourceBytes(int sourceBytes) {
			this.sourceBytes = sourceBytes;
			return this;
		}

		/** See {@link Limits#projectFiles()}. */
		public Builder projectFiles(int projectFiles) {
			this.projectFiles = projectFiles;
			return this;
		}

		public Limits build() {
			return new Limits(this.deadline, this.cpuTime, this.allocatedBytes, this.statements, this.compileTime,
					this.loadTime, this.stackBytes, this.stringLength, this.bigintBits, this.arrayLength,
					this.textSteps, this.claimsWarning, this.claimsLimit, this.calls, this.variables, this.variableTime,
					this.logLines, this.logBytes, this.sourceBytes, this.projectFiles);
		}

	}

}
