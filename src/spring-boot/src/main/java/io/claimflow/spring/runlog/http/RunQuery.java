package io.claimflow.spring.runlog.http;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Outcome;
import io.claimflow.spring.http.RefusedCallException;
import io.claimflow.spring.runlog.RunFilter;
import io.claimflow.spring.runlog.RunStore;

import org.springframework.util.MultiValueMap;

/**
 * The parameters of a call, or of a page, that looks for runs.
 */
public final class RunQuery {

	private static final List<String> FILTERS = List.of("from", "to", "workflow", "trigger", "client", "user", "status",
			"deployment", "claim");

	private static final int LENGTH = 200;

	private static final int DEFAULT_LIMIT = 50;

	private final MultiValueMap<String, String> parameters;

	/**
	 * Reads parameters.
	 * @param more the names of those that there are beside the filters
	 * @throws RefusedCallException if there is another one, or one twice
	 */
	public RunQuery(MultiValueMap<String, String> parameters, String... more) {
		this.parameters = parameters;
		Collection<String> known = Stream.concat(FILTERS.stream(), Arrays.stream(more)).toList();
		parameters.forEach((name, values) -> {
			if (!known.contains(name)) {
				throw refused("There is no parameter of that name: the parameters are " + String.join(", ", known));
			}
			if (values.size() > 1) {
				throw refused("\"" + name + "\" is there " + values.size() + " times: give it once");
			}
		});
	}

	/**
	 * Which runs are asked for.
	 * @throws RefusedCallException if a parameter is not what it should be
	 */
	public RunFilter filter() {
		Optional<Instant> from = value("from", RunQuery::instant, "a time such as 2026-11-30T10:15:00Z");
		Optional<Instant> to = value("to", RunQuery::instant, "a time such as 2026-11-30T10:15:00Z");
		if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
			throw refused("\"from\" is not before \"to\"");
		}
		return new RunFilter(from, to, text("workflow"), text("trigger"), text("client"), text("user"),
				value("status", Outcome.Status::valueOf, "one of " + statuses()), number("deployment"), text("claim"));
	}

	/** The number that those of the page are below. */
	public OptionalLong below() {
		return number("below");
	}

	/** The number that those of the stream are above. */
	OptionalLong above() {
		return number("above");
	}

	int limit() {
		long limit = number("limit").orElse(DEFAULT_LIMIT);
		if (limit < 1 || limit > RunStore.LISTED) {
			throw refused("\"limit\" is no number between 1 and " + RunStore.LISTED);
		}
		return (int) limit;
	}

	private static String statuses() {
		return Stream.of(Outcome.Status.values()).map(Outcome.Status::name).collect(Collectors.joining(", "));
	}

	private static Instant instant(String text) {
		Instant instant = Instant.parse(text);
		if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-01-01T00:00:00Z"))) {
			throw new IllegalArgumentException("Nobody ran anything then");
		}
		return instant;
	}

	private OptionalLong number(String name) {
		Optional<Long> number = value(name, RunQuery::natural, "a whole number");
		return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
	}

	private static Long natural(String text) {
		long number = Long.parseLong(text);
		if (number < 0) {
			throw new IllegalArgumentException("It is negative");
		}
		return number;
	}

	private Optional<String> text(String name) {
		return value(name, (text) -> {
			if (text.isBlank() || text.length() > LENGTH) {
				throw new IllegalArgumentException("It is none");
			}
			return text;
		}, "a text of 1 to " + LENGTH + " characters");
	}

	private <T> Optional<T> value(String name, Function<String, T> read, String wanted) {
		String text = this.parameters.getFirst(name);
		if (text == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(read.apply(text));
		}
		catch (DateTimeParseException | IllegalArgumentException ex) {
			throw refused("\"" + name + "\" is not " + wanted);
		}
	}

	static RefusedCallException refused(String detail) {
		return new RefusedCallException(400, "Bad request", detail);
	}

}
