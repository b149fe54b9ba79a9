package io.claimflow.spring.console.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.LogLine;
import io.claimflow.SourceLocation;
import io.claimflow.TokenType;
import io.claimflow.Warning;
import io.claimflow.claims.ClaimChange;
import io.claimflow.spring.observation.RunCall;
import io.claimflow.spring.runlog.RecordedEffect;
import io.claimflow.spring.runlog.RunDetail;
import io.claimflow.spring.runlog.RunValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run did, as a page shows it: one that is in the log, or one that somebody tried.
 *
 * @param claims what became of each claim, those first that are not what they were
 * @param effects what it asked for beside that
 * @param warnings what was ignored or is worth a look
 * @param log what the workflow logged
 * @param calls its calls, on a line of time
 * @param failure why it failed, or null if it did not
 * @param uses what it used of what it may
 * @param cached whether an earlier run had come to the same
 * @param cut whether something of it was not kept
 */
record RunView(List<Claim> claims, List<RecordedEffect> effects, List<Said> warnings, List<Said> log, List<Call> calls,
		@Nullable Problem failure, List<Use> uses, boolean cached, boolean cut) {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	/** The width of the line of time. */
	private static final int LINE = 400;

	/**
	 * Makes a view.
	 * @param detail what the run did
	 * @param values the values of claims, or null if they are not shown
	 * @param duration how long it took
	 * @param cpuTime how long it computed
	 * @param limits what a run may use
	 * @param source where a place in the source is shown, if it is
	 */
	static RunView of(RunDetail detail, @Nullable RunValues values, Duration duration, Duration cpuTime, Limits limits,
			SourceLinks source) {
		return new RunView(claims(detail.claims(), values), detail.effects(),
				detail.warnings().stream().map((warning) -> said(warning, source)).toList(),
				detail.log().stream().map((line) -> said(line, source)).toList(),
				detail.calls().stream().map((call) -> Call.of(call, duration)).toList(),
				detail.failure().map((failure) -> Problem.of(failure, source)).orElse(null),
				uses(detail, duration, cpuTime, limits), detail.cached(), detail.cut());
	}

	private static List<Claim> claims(List<ClaimChange> changes, @Nullable RunValues values) {
		List<Claim> claims = new ArrayList<>();
		changes.stream().filter((change) -> change.kind() != ClaimChange.Kind.KEPT).forEach((change) -> {
			claims.add(Claim.of(change, values));
		});
		changes.stream().filter((change) -> change.kind() == ClaimChange.Kind.KEPT).forEach((change) -> {
			claims.add(Claim.of(change, values));
		});
		return List.copyOf(claims);
	}

	private static Said said(Warning warning, SourceLinks source) {
		return new Said("WARN", warning.message(), warning.location().map((at) -> Place.of(at, source)).orElse(null));
	}

	private static Said said(LogLine line, SourceLinks source) {
		return new Said(line.level().name(), line.message(),
				line.location().map((at) -> Place.of(at, source)).orElse(null));
	}

	private static List<Use> uses(RunDetail detail, Duration duration, Duration cpuTime, Limits limits) {
		return List.of(Use.of("deadline", duration.toNanos(), limits.deadline().toNanos()),
				Use.of("cpu", cpuTime.toNanos(), limits.cpuTime().toNanos()),
				Use.of("calls", detail.calls().size(), limits.calls()),
				Use.of("log", detail.log().size(), limits.logLines()));
	}

	/** How many claims are not what they were, and in which way. */
	public List<Count> counts() {
		return Stream.of(ClaimChange.Kind.values())
			.filter((kind) -> kind != ClaimChange.Kind.KEPT)
			.map(RunView::lower)
			.map((kind) -> new Count(kind, this.claims.stream().filter((claim) -> claim.kind().equals(kind)).count()))
			.filter((count) -> count.claims() > 0)
			.toList();
	}

	/** The tokens whose claims are there. */
	public Set<String> tokens() {
		Set<String> tokens = new LinkedHashSet<>();
		this.claims.forEach((claim) -> tokens.add(claim.token()));
		return tokens;
	}

	private static @Nullable String json(Map<TokenType, Map<String, Object>> values, ClaimChange claim) {
		Map<String, Object> of = values.getOrDefault(claim.token(), Map.of());
		return of.containsKey(claim.name()) ? JSON.writeValueAsString(of.get(claim.name())) : null;
	}

	/**
	 * So many claims.
	 *
	 * @param kind what became of them
	 * @param claims how many they are
	 */
	record Count(String kind, long claims) {

	}

	/**
	 * A claim.
	 *
	 * @param token the token that it is in
	 * @param name its name
	 * @param kind what became of it, in small letters
	 * @param typeBefore its type before, or null
	 * @param typeAfter its type after, or null
	 * @param before its value before as JSON, or null if it is not there or not shown
	 * @param after its value after
	 */
	record Claim(String token, String name, String kind, @Nullable String typeBefore, @Nullable String typeAfter,
			@Nullable String before, @Nullable String after) {

		static Claim of(ClaimChange change, @Nullable RunValues values) {
			return new Claim(change.token().name(), change.name(), lower(change.kind()),
					change.before().map(RunView::lower).orElse(null), change.after().map(RunView::lower).orElse(null),
					(values != null) ? json(values.before(), change) : null,
					(values != null) ? json(values.after(), change) : null);
		}

	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(java.util.Locale.ROOT);
	}

	/**
	 * A line.
	 *
	 * @param level how grave it is
	 * @param message its words
	 * @param place where it comes from, or null if that is not known
	 */
	record Said(String level, String message, @Nullable Place place) {

	}

	/**
	 * A place in a source.
	 *
	 * @param text its file, line and column
	 * @param link the path of the page that shows it, or null if none does
	 */
	record Place(String text, @Nullable String link) {

		static Place of(SourceLocation location, SourceLinks source) {
			return new Place(location.toString(), source.to(location));
		}

	}

	/**
	 * A failure.
	 *
	 * @param kind what went wrong
	 * @param message the words
	 * @param frames the places that it went through, innermost first
	 * @param excerpt lines of the source around the first
	 * @param causes what it comes from
	 */
	record Problem(String kind, String message, List<Frame> frames, List<String> excerpt, List<Frame> causes) {

		private static final int CAUSES = 20;

		static Problem of(Failure failure, SourceLinks source) {
			List<Frame> causes = new ArrayList<>();
			failure.causes().forEach((cause) -> add(cause, source, causes));
			List<Frame> frames = failure.stack().stream().map((frame) -> frame(frame, source)).toList();
			Optional<Frame> only = failure.location().map((at) -> new Frame("", Place.of(at, source)));
			return new Problem(failure.kind().name(), failure.message(),
					frames.isEmpty() ? only.map(List::of).orElse(List.of()) : frames, failure.excerpt(),
					List.copyOf(causes));
		}

		private static Frame frame(Failure.StackFrame frame, SourceLinks source) {
			return new Frame(frame.function(), Place.of(frame.location(), source));
		}

		private static void add(Failure.Cause cause, SourceLinks source, List<Frame> causes) {
			if (causes.size() < CAUSES) {
				causes.add(new Frame(cause.relation() + ": " + cause.message(),
						cause.stack().isEmpty() ? null : Place.of(cause.stack().get(0).location(), source)));
				cause.causes().forEach((next) -> add(next, source, causes));
			}
		}

	}

	/**
	 * A step that a failure went through.
	 *
	 * @param name the function, or what it says
	 * @param place where it is, or null if that is not known
	 */
	record Frame(String name, @Nullable Place place) {

	}

	/**
	 * A call.
	 *
	 * @param method its method
	 * @param origin where it went, or null if that is not known
	 * @param end its status, or why there is none
	 * @param failed whether it came to nothing
	 * @param begun when it began, from the start of the run
	 * @param time how long it took
	 * @param x where it begins on the line of time
	 * @param width how much of the line it takes
	 */
	record Call(String method, @Nullable String origin, String end, boolean failed, Duration begun, Duration time,
			long x, long width) {

		static Call of(RunCall call, Duration whole) {
			double scale = LINE
					/ (double) Math.max(1, Math.max(whole.toNanos(), call.begun().plus(call.time()).toNanos()));
			long x = Math.round(call.begun().toNanos() * scale);
			long width = Math.max(2, Math.round(call.time().toNanos() * scale));
			String end = call.end()
				.failure()
				.map(Enum::name)
				.orElseGet(() -> call.end().status().isPresent() ? String.valueOf(call.end().status().getAsInt()) : "");
			return new Call(call.method(), call.end().origin().orElse(null), end,
					call.end().failure().isPresent() || call.end().status().orElse(200) >= 400, call.begun(),
					call.time(), Math.min(x, LINE - 2), Math.min(width, LINE - Math.min(x, LINE - 2)));
		}

	}

	/**
	 * What a run used of something.
	 *
	 * @param name what it is
	 * @param used how much, in nanoseconds where it is a time
	 * @param limit how much it may
	 */
	record Use(String name, long used, long limit) {

		static Use of(String name, long used, long limit) {
			return new Use(name, used, limit);
		}

		/** Whether it is a time. */
		public boolean isTime() {
			return this.name.equals("deadline") || this.name.equals("cpu");
		}

		/** As a time. */
		public Duration time(long nanos) {
			return Duration.ofNanos(nanos);
		}

		/** The width of its bar, of 100. What was used is seen, however little it is. */
		public long width() {
			return (this.used == 0) ? 0 : Math.max(1, percent());
		}

		/** What colour its bar has. */
		public String kind() {
			return (percent() >= 90) ? "failed" : (percent() >= 70) ? "denied" : "completed";
		}

		private long percent() {
			return Math.min(100, Math.round(100.0 * this.used / Math.max(1, this.limit)));
		}

	}

}
