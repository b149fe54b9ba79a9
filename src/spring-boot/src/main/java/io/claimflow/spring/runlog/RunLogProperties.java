package io.claimflow.spring.runlog;

import java.time.Duration;
import java.util.Set;

import io.claimflow.spring.support.PropertyChecks;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The run log.
 *
 * @param enabled Whether a row is kept of each run.
 * @param values Which values of claims are kept, encrypted: none, those of changed
 * claims, or all.
 * @param valuesExcept Names of claims whose values are never kept.
 * @param users How users are kept: as a keyed hash of the identifier, by it (name), or
 * not at all (none).
 * @param sample Share of the runs that completed which is kept, between 0 and 1. Those
 * that failed or refused something are always kept.
 * @param node Name of this node in the rows; by default that of the deployments, or of
 * the host.
 * @param queue Number of runs that wait to be written; what finds no room is dropped and
 * counted.
 * @param batch Number of runs that are written at once.
 * @param linger Longest time that a run waits for others to be written with.
 * @param timeout Time that the database may take for an answer.
 * @param detail Size of the detail of one run; what is more is cut.
 * @param keep Time for which a row is kept.
 * @param keepRows Number of rows that are kept.
 * @param purgeInterval Time between two removals of rows that are not kept any more.
 * @param opentelemetry Runs as log records of OpenTelemetry.
 */
@ConfigurationProperties("claimflow.runs")
record RunLogProperties(@DefaultValue("false") boolean enabled, @DefaultValue("none") Values values,
		@DefaultValue Set<String> valuesExcept, @DefaultValue("hash") Users users, @DefaultValue("1") double sample,
		@Nullable String node, @DefaultValue("2000") int queue, @DefaultValue("200") int batch,
		@DefaultValue("200ms") Duration linger, @DefaultValue("5s") Duration timeout,
		@DefaultValue("32KB") DataSize detail, @DefaultValue("7d") Duration keep, @DefaultValue("100000") long keepRows,
		@DefaultValue("30s") Duration purgeInterval, @DefaultValue OpenTelemetry opentelemetry) {

	RunLogProperties {
		valuesExcept = Set.copyOf(valuesExcept);
		PropertyChecks checks = new PropertyChecks("claimflow.runs");
		checks.check("sample", sample, sample >= 0 && sample <= 1, "between 0 and 1");
		checks.count("queue", queue, 1);
		checks.check("batch", batch, batch >= 1 && batch <= 1000, "between 1 and 1000");
		checks.time("linger", linger);
		checks.check("timeout", timeout, timeout.toSeconds() >= 1 && timeout.toSeconds() <= 60, "between 1s and 60s");
		checks.check("detail", detail, detail.toBytes() >= 1024 && detail.toBytes() <= 256 * 1024,
				"between 1KB and 256KB");
		checks.check("keep", keep, keep.compareTo(Duration.ZERO) > 0, "more than 0s");
		checks.count("keep-rows", keepRows, 1);
		checks.time("purge-interval", purgeInterval);
	}

	/**
	 * Runs as log records of OpenTelemetry.
	 *
	 * @param enabled Whether each run is sent on as a log record of OpenTelemetry.
	 * @param values Whether the values of claims that claimflow.runs.values keeps are in
	 * these records, too. They are not encrypted there.
	 */
	record OpenTelemetry(@DefaultValue("false") boolean enabled, @DefaultValue("false") boolean values) {

	}

	/** Which values of claims are kept. */
	enum Values {

		/** No value. */
		NONE,
		/** The values of claims that are not what they were. */
		CHANGED,
		/** The values of all claims. */
		ALL

	}

	/** How users are kept. */
	enum Users {

		/** As a keyed hash. */
		HASH,
		/** By their identifiers. */
		NAME,
		/** Not at all. */
		NONE

	}

}
