package io.claimflow.fetch;

import java.time.Duration;
import java.util.List;

/**
 * What the calls of workflows may take and reach.
 *
 * @param timeout the time of a call from its start to the last byte of the answer, with
 * names, connections and redirects
 * @param responseBytes the size of an answer's body, in bytes after decompression
 * @param requestBytes the size of a body that is sent, in bytes
 * @param totalBytes the size of all bodies of the calls of a run together, sent and
 * answered, in bytes
 * @param redirects the number of redirects that a call follows
 * @param allow what calls may reach besides public addresses: host names
 * ({@code api.internal.example}), all names below one ({@code *.internal.example}), which
 * are open whatever they resolve to, IP addresses ({@code 10.0.0.5}) and ranges
 * ({@code 10.0.0.0/8}); each with a port ({@code 10.0.0.5:8080}, {@code [fd00::/8]:8080})
 * or for all of them
 */
public record FetchLimits(Duration timeout, int responseBytes, int requestBytes, long totalBytes, int redirects,
		List<String> allow) {

	private static final int REQUEST_BYTES = 1024 * 1024;

	private static final long TOTAL_BYTES = 5 * 1024 * 1024;

	private static final FetchLimits DEFAULTS = new FetchLimits(Duration.ofSeconds(2), 1024 * 1024, 5, List.of());

	/**
	 * Checks the limits.
	 * @throws IllegalArgumentException if a limit is out of range or an entry of the
	 * allow-list cannot be read; the message names the property
	 */
	public FetchLimits {
		if (timeout.toMillis() <= 0) {
			throw new IllegalArgumentException("claimflow.fetch.timeout must be at least one millisecond");
		}
		if (responseBytes <= 0) {
			throw new IllegalArgumentException("claimflow.fetch.response-bytes must be greater than zero");
		}
		if (requestBytes <= 0) {
			throw new IllegalArgumentException("claimflow.fetch.request-bytes must be greater than zero");
		}
		if (totalBytes <= 0) {
			throw new IllegalArgumentException("claimflow.fetch.total-bytes must be greater than zero");
		}
		if (redirects < 0) {
			throw new IllegalArgumentException("claimflow.fetch.redirects must not be negative");
		}
		allow = List.copyOf(allow);
		AllowList.of(allow);
	}

	/** Limits with the defaults for what is sent and for all calls of a run. */
	public FetchLimits(Duration timeout, int responseBytes, int redirects, List<String> allow) {
		this(timeout, responseBytes, REQUEST_BYTES, TOTAL_BYTES, redirects, allow);
	}

	/**
	 * The limits where nothing else is said: 2 seconds, 1 MB each way, 5 MB in a run, 5
	 * redirects, no entries.
	 */
	public static FetchLimits defaults() {
		return DEFAULTS;
	}

}
