package io.claimflow.spring.console.content;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.Outcome;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.StoredRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Knows at which lines the last runs of a deployment failed.
 */
public final class FailedLines {

	private static final Logger logger = LoggerFactory.getLogger(FailedLines.class);

	/** Runs that failed last, among which those of a line are counted. */
	private static final int FAILURES = 100;

	private static final Pattern PLACE = Pattern.compile("(.+):(\\d{1,9}):\\d{1,9}");

	private FailedLines() {
	}

	/**
	 * How many of the last failures were at a line of a file. Without the database there
	 * are none, and the source is shown all the same.
	 * @param workflow the identifier of the workflow, or empty for all of the deployment
	 */
	public static Map<String, Map<Integer, Integer>> of(RunStore runs, Optional<String> workflow, long deployment) {
		RunFilter filter = new RunFilter(Optional.empty(), Optional.empty(), workflow, Optional.empty(),
				Optional.empty(), Optional.empty(), Optional.of(Outcome.Status.FAILED), OptionalLong.of(deployment),
				Optional.empty());
		Map<String, Map<Integer, Integer>> failures = new HashMap<>();
		try {
			for (StoredRun run : runs.list(filter, OptionalLong.empty(), FAILURES).runs()) {
				Matcher place = PLACE.matcher(run.summary().place().orElse(""));
				if (place.matches()) {
					failures.computeIfAbsent(place.group(1), (file) -> new TreeMap<>())
						.merge(Integer.parseInt(place.group(2)), 1, Integer::sum);
				}
			}
		}
		catch (DataAccessException ex) {
			logger.warn("The failures of deployment {} could not be read", deployment, ex);
		}
		return failures;
	}

}
