package io.claimflow.spring.runlog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Failure;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.claims.ClaimChange;
import io.claimflow.spring.run.WorkflowRun;
import org.jspecify.annotations.Nullable;

/**
 * Makes what is kept of what a run was.
 */
final class RunRecords {

	/** Whoever sees values of these sees passwords. */
	private static final Set<Trigger> PASSWORDS = Set.of(Trigger.EXISTING_PASSWORD_PROVIDED,
			Trigger.NEW_PASSWORD_PROVIDED);

	private static final int PLACE = 500;

	private final String node;

	private final UserCodes users;

	private final RunLogProperties.Values values;

	private final Set<String> except;

	private final RunJson json;

	RunRecords(String node, UserCodes users, RunLogProperties properties, RunJson json) {
		this.node = Line.of(node, Line.NAME);
		this.users = users;
		this.values = properties.values();
		this.except = properties.valuesExcept();
		this.json = json;
	}

	RunRecord of(RunCapture capture) {
		WorkflowRun run = capture.run();
		Outcome outcome = run.outcome();
		RunDetail detail = RunDetail.of(run.before(), outcome, run.calls());
		return new RunRecord(summary(capture, detail.claims()), this.json.bounded(detail),
				values(run, detail.claims()));
	}

	private RunSummary summary(RunCapture capture, List<ClaimChange> claims) {
		WorkflowRun run = capture.run();
		Outcome outcome = run.outcome();
		Event event = run.event();
		return new RunSummary(outcome.runId(), capture.endedAt().minus(outcome.duration()),
				Line.name(capture.traceId()), Line.of(run.workflow().id(), Line.NAME), run.workflow().trigger().id(),
				run.deployment(), run.preview() ? RunSummary.Choice.PREVIEW : RunSummary.Choice.LIVE, this.node,
				Line.name(at(event, "application", "clientId")), user(event), Line.name(at(event, "auth", "origin")),
				Line.name(capture.grant()), outcome.status(), outcome.failure().map(Failure::kind),
				outcome.failure().flatMap(Failure::location).map((place) -> Line.of(place.toString(), PLACE)),
				outcome.duration(), outcome.cpuTime(),
				claims.stream()
					.filter((claim) -> claim.kind() != ClaimChange.Kind.KEPT)
					.map((claim) -> Line.of(claim.name(), Line.NAME))
					.distinct()
					.toList());
	}

	private Optional<RunSummary.User> user(Event event) {
		return (at(event, "user", "id") instanceof String user) ? this.users.of(user) : Optional.empty();
	}

	private static @Nullable Object at(Event event, String object, String name) {
		return (event.context().get(object) instanceof Map<?, ?> map) ? map.get(name) : null;
	}

	private Optional<RunValues> values(WorkflowRun run, List<ClaimChange> claims) {
		if (this.values == RunLogProperties.Values.NONE || claims.isEmpty()
				|| PASSWORDS.contains(run.workflow().trigger())) {
			return Optional.empty();
		}
		Map<TokenType, Set<String>> names = claims.stream()
			.filter((claim) -> this.values == RunLogProperties.Values.ALL || claim.kind() != ClaimChange.Kind.KEPT)
			.filter((claim) -> !this.except.contains(claim.name()))
			.collect(Collectors.groupingBy(ClaimChange::token,
					Collectors.mapping(ClaimChange::name, Collectors.toCollection(TreeSet::new))));
		Claims after = run.before().after(run.outcome().effects());
		return Optional.of(new RunValues(only(run.before(), names, run.mask()), only(after, names, run.mask())));
	}

	private static Map<TokenType, Map<String, Object>> only(Claims claims, Map<TokenType, Set<String>> names,
			UnaryOperator<String> mask) {
		Map<TokenType, Map<String, Object>> kept = new EnumMap<>(TokenType.class);
		names.forEach((token, wanted) -> {
			Map<String, Object> of = new LinkedHashMap<>(claims.tokens().getOrDefault(token, Map.of()));
			of.keySet().retainAll(wanted);
			of.replaceAll((name, value) -> masked(value, mask));
			kept.put(token, of);
		});
		return kept;
	}

	@SuppressWarnings("NullAway") // a JSON type may be null
	private static Object masked(@Nullable Object value, UnaryOperator<String> mask) {
		if (value instanceof String text) {
			return mask.apply(text);
		}
		if (value instanceof Map<?, ?> object) {
			Map<String, Object> masked = new LinkedHashMap<>();
			object.forEach((name, member) -> masked.put(mask.apply(String.valueOf(name)), masked(member, mask)));
			return masked;
		}
		if (value instanceof Collection<?> list) {
			List<Object> masked = new ArrayList<>();
			list.forEach((element) -> masked.add(masked(element, mask)));
			return masked;
		}
		return value;
	}

}
