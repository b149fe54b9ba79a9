package io.claimflow.cli.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.claimflow.cli.terminal.ExitCode;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Terminal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the runs of a server. Where a stream ends, as each does after a time, it goes
 * on with the next; where the server is away, it tries again for a while.
 */
final class RunFollower {

	/**
	 * Rows can come after ones of a higher number, so the last ones are asked for again.
	 */
	private static final int REMEMBERED = 200;

	private static final Set<Object> REFUSALS = Set.of(401, 403, 404);

	private static final long SHORTEST = 250;

	private static final long LONGEST = 10_000;

	private final RunLog log;

	private final Terminal terminal;

	private final Duration silence;

	private final Duration patience;

	private final Map<String, Long> seen = new LinkedHashMap<>();

	private RunLog.Newest newest;

	private long above;

	/**
	 * Follows runs.
	 * @param start the run after which they come
	 * @param silence the time after which a stream on which nothing comes is over
	 * @param patience for how long a server that is away is tried
	 */
	RunFollower(RunLog log, Terminal terminal, RunLog.Newest start, Duration silence, Duration patience) {
		this.log = log;
		this.terminal = terminal;
		this.above = start.number();
		this.newest = start;
		this.silence = silence;
		this.patience = patience;
	}

	/**
	 * Goes on until nobody wants more.
	 * @param action is given each run, and says whether more are wanted
	 * @throws Failure if the server refuses it, or is away for too long
	 */
	void follow(Map<String, String> filter, Predicate<JsonNode> action) {
		long lost = 0;
		long pause = SHORTEST;
		boolean first = true;
		while (!Thread.currentThread().isInterrupted()) {
			long start = System.nanoTime();
			try (EventStream events = new EventStream(open(filter, lost != 0), this.silence)) {
				if (lost != 0) {
					this.terminal.note(this.log.server().url() + " is there again.");
				}
				first = false;
				lost = 0;
				if (!read(events, action)) {
					return;
				}
				if (System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(LONGEST)) {
					pause = SHORTEST;
				}
			}
			catch (Failure ex) {
				if (first || ex.exitCode() != ExitCode.SERVER || isRefusal(ex)
						|| lost != 0 && System.nanoTime() - lost > this.patience.toNanos()) {
					throw ex;
				}
				if (lost == 0) {
					lost = System.nanoTime();
					this.terminal.note(ex.found() + ". Trying again for " + this.patience.toSeconds() + " s.");
				}
			}
			pause = sleep(pause);
		}
	}

	/** What does not change by asking again. */
	private static boolean isRefusal(Failure failure) {
		return failure.detail("status").filter(REFUSALS::contains).isPresent();
	}

	private static long sleep(long pause) {
		try {
			Thread.sleep(pause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return Math.min(pause * 2, LONGEST);
	}

	private boolean read(EventStream events, Predicate<JsonNode> action) {
		try {
			for (Optional<String> event = events.next(); event.isPresent(); event = events.next()) {
				JsonNode run = JsonMapper.shared().readTree(event.get());
				if (isNew(run) && !action.test(run)) {
					return false;
				}
			}
		}
		catch (IOException ex) {
			// It is opened again.
		}
		catch (JacksonException ex) {
			throw Failure.ofServer("An event of " + this.log.server().url() + " is no JSON that can be read",
					"See whether a proxy is in between.");
		}
		return true;
	}

	private boolean isNew(JsonNode run) {
		long number = run.path("number").asLong();
		if (number <= this.above || this.seen.putIfAbsent(run.path("id").asString(""), number) != null) {
			return false;
		}
		if (number > this.newest.number()) {
			this.newest = RunLog.Newest.of(run);
		}
		if (this.seen.size() > REMEMBERED) {
			Map.Entry<String, Long> oldest = this.seen.entrySet().iterator().next();
			this.seen.remove(oldest.getKey());
			this.above = Math.max(this.above, oldest.getValue());
		}
		return true;
	}

	/** A server that is there again may have begun with a new database. */
	private InputStream open(Map<String, String> filter, boolean again) {
		if (again) {
			RunLog.Newest newest = this.log.newest();
			if (this.newest.isGoneIn(newest)) {
				this.above = 0;
				this.newest = newest;
			}
		}
		return this.log.follow(filter, this.above);
	}

}
