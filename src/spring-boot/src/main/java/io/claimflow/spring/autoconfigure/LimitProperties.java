package io.claimflow.spring.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.claimflow.Bundling;
import io.claimflow.Limits;
import io.claimflow.spring.support.PropertyChecks;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The limits of a run and of a project. The defaults are those of {@link Limits} and
 * {@link Bundling}, as literals, which the configuration metadata needs.
 *
 * @param deadline Time that a run may take.
 * @param cpuTime Time that a run may compute.
 * @param allocatedBytes Memory that a run may hold. What it allocates and drops counts
 * until a collection has looked at it, by a quarter.
 * @param statements Number of statements that a run may execute.
 * @param compileTime Time that the compiler may take for a source file.
 * @param loadTime Time that a workflow may take to be loaded when it is deployed; six
 * times as much at the first deployment of a start.
 * @param stackBytes Stack of a thread that runs workflows.
 * @param stringLength Length of a string or a typed array.
 * @param bigintBits Size of a BigInt, in bits.
 * @param arrayLength Number of elements that one built-in function may go through; it
 * lists or copies an eighth as many properties.
 * @param textSteps Number of steps of one search in a text, which is its length times the
 * length of what is searched for, and of a change of its case.
 * @param claimsWarning Size of a token's custom claims, as JSON, above which a run warns.
 * @param claimsLimit Size of a token's custom claims, as JSON, above which a run fails.
 * @param calls Number of calls to other systems that a run may make.
 * @param variables Number of variables that a run may look up in a database or vault.
 * @param variableTime Time that a run waits for a variable from a database or vault.
 * @param logLines Number of lines that a run may log; further ones are dropped.
 * @param logBytes Size of what a run may log; what is more is dropped.
 * @param sourceBytes Size of a source file.
 * @param projectFiles Number of source files of a project.
 * @param bundleBytes Size of the packages that a workflow imports, bundled.
 * @param bundleTime Time that the bundler may take for a workflow.
 */
@ConfigurationProperties("claimflow.limits")
record LimitProperties(@DefaultValue("3s") Duration deadline, @DefaultValue("2s") Duration cpuTime,
		@DefaultValue("256MB") DataSize allocatedBytes, @DefaultValue("50000000") long statements,
		@DefaultValue("20s") Duration compileTime, @DefaultValue("10s") Duration loadTime,
		@DefaultValue("1MB") DataSize stackBytes, @DefaultValue("8388608") int stringLength,
		@DefaultValue("1048576") int bigintBits, @DefaultValue("1048576") int arrayLength,
		@DefaultValue("500000000") long textSteps, @DefaultValue("4KB") DataSize claimsWarning,
		@DefaultValue("16KB") DataSize claimsLimit, @DefaultValue("20") int calls, @DefaultValue("50") int variables,
		@DefaultValue("1s") Duration variableTime, @DefaultValue("100") int logLines,
		@DefaultValue("64KB") DataSize logBytes, @DefaultValue("1MB") DataSize sourceBytes,
		@DefaultValue("1000") int projectFiles, @DefaultValue("1MB") DataSize bundleBytes,
		@DefaultValue("20s") Duration bundleTime) {

	private static final PropertyChecks CHECKS = new PropertyChecks("claimflow.limits");

	/** The limits, all of which are checked. */
	Limits toLimits() {
		return Limits.builder()
			.deadline(CHECKS.time("deadline", this.deadline))
			.cpuTime(CHECKS.time("cpu-time", this.cpuTime))
			.allocatedBytes(CHECKS.bytes("allocated-bytes", this.allocatedBytes))
			.statements(CHECKS.count("statements", this.statements, 1))
			.compileTime(CHECKS.time("compile-time", this.compileTime))
			.loadTime(CHECKS.time("load-time", this.loadTime))
			.stackBytes(CHECKS.arrayBytes("stack-bytes", this.stackBytes))
			.stringLength(CHECKS.count("string-length", this.stringLength, 1024))
			.bigintBits(CHECKS.count("bigint-bits", this.bigintBits, 64))
			.arrayLength(CHECKS.count("array-length", this.arrayLength, 1024))
			.textSteps(CHECKS.count("text-steps", this.textSteps, 10_000))
			.claimsWarning(CHECKS.arrayBytes("claims-warning", this.claimsWarning))
			.claimsLimit(CHECKS.arrayBytes("claims-limit", this.claimsLimit))
			.calls(CHECKS.count("calls", this.calls, 1))
			.variables(CHECKS.count("variables", this.variables, 1))
			.variableTime(CHECKS.time("variable-time", this.variableTime))
			.logLines(CHECKS.count("log-lines", this.logLines, 1))
			.logBytes(CHECKS.arrayBytes("log-bytes", this.logBytes))
			.sourceBytes(CHECKS.arrayBytes("source-bytes", this.sourceBytes))
			.projectFiles(CHECKS.count("project-files", this.projectFiles, 1))
			.build();
	}

	/**
	 * How packages are bundled, which is checked.
	 * @param esbuild the executable, instead of the project's own
	 */
	Bundling toBundling(Optional<Path> esbuild) {
		return new Bundling(esbuild, CHECKS.time("bundle-time", this.bundleTime),
				CHECKS.arrayBytes("bundle-bytes", this.bundleBytes));
	}

}
