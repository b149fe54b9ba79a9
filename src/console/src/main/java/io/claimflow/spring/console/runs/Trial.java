package io.claimflow.spring.console.runs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.claimflow.Claims;
import io.claimflow.Event;
import io.claimflow.Outcome;
import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.VariableSource;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.DryRun;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchEnd;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.fetch.FetchRequest;
import io.claimflow.fetch.FetchResponse;
import io.claimflow.fetch.StubbedFetcher;
import io.claimflow.sample.SampleEvents;
import io.claimflow.sample.SampleJson;
import io.claimflow.spring.observation.RunCall;
import io.claimflow.spring.observation.RunCalls;
import io.claimflow.spring.runlog.RunDetail;
import io.claimflow.spring.runlog.RunValues;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.servlet.function.ServerRequest;

/**
 * A run that somebody tries: with an event, claims, variables and answers to calls that
 * they have entered.
 *
 * @param event the event
 * @param before the claims before the run
 * @param variables the variables of the environment
 * @param status the status that answers each call
 * @param answer the body that answers each call
 */
record Trial(Event event, Claims before, Map<String, String> variables, int status, String answer) {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	/** Runs the workflow, and waits until it ends or a limit ends it. */
	Ended run(WorkflowEngine engine, DeployedWorkflow workflow) {
		List<RunCall> calls = new ArrayList<>();
		long start = System.nanoTime();
		Outcome outcome = engine.dryRun(workflow, this.event, this.before,
				given(new StubbedFetcher(FetchLimits.defaults(), (request) -> answer(request, start, calls))));
		synchronized (calls) {
			return ended(outcome, calls);
		}
	}

	/** Does the same, and makes its calls. */
	Ended call(WorkflowEngine engine, DeployedWorkflow workflow, FetchHandler handler) {
		RunCalls calls = new RunCalls();
		Outcome outcome = calls.during(() -> engine.dryRun(workflow, this.event, this.before, given(handler)));
		return ended(outcome, calls.ended());
	}

	private DryRun given(FetchHandler handler) {
		return DryRun.builder()
			.variables((name) -> Optional.ofNullable(this.variables.get(name))
				.map((value) -> new VariableSource.Variable(value, false)))
			.fetcher(handler)
			.build();
	}

	private Ended ended(Outcome outcome, List<RunCall> calls) {
		return new Ended(outcome, RunDetail.of(this.before, outcome, calls),
				new RunValues(this.before.tokens(), this.before.after(outcome.effects()).tokens()));
	}

	private CompletableFuture<StubbedFetcher.Answer> answer(FetchRequest request, long start, List<RunCall> calls) {
		synchronized (calls) {
			calls.add(new RunCall(request.method(), Duration.ofNanos(System.nanoTime() - start), Duration.ZERO,
					new FetchEnd(origin(request.url()), OptionalInt.of(this.status), Optional.empty())));
		}
		return CompletableFuture.completedFuture(new StubbedFetcher.Answer.Responded(
				new FetchResponse(this.status, Map.of("content-type", "application/json"), this.answer)));
	}

	private static Optional<String> origin(String url) {
		int path = url.indexOf('/', url.indexOf("://") + 3);
		return Optional.of((path > 0) ? url.substring(0, path) : url);
	}

	/**
	 * Reads what somebody has entered.
	 * @throws InvalidTrialException if it is not what it should be
	 */
	static Trial of(Trigger trigger, Form form) throws InvalidTrialException {
		Map<String, Object> event = object("event", form.event());
		for (String name : event.keySet()) {
			if (!name.equals("request") && !name.equals("context")) {
				throw new InvalidTrialException("event",
						"An event has the members request and context, and this one has \"%s\"".formatted(name));
			}
		}
		Map<String, Object> context = member(event, "context");
		Claims before = Claims.none();
		for (Map.Entry<String, Object> entry : object("claims", form.claims()).entrySet()) {
			before = before.and(token(trigger, entry.getKey()), entries("claims", entry.getKey(), entry.getValue()));
		}
		Map<String, String> variables = new LinkedHashMap<>();
		for (Map.Entry<String, Object> entry : object("variables", form.variables()).entrySet()) {
			if (!(entry.getValue() instanceof String text)) {
				throw new InvalidTrialException("variables",
						"The variable \"%s\" is no text".formatted(entry.getKey()));
			}
			variables.put(entry.getKey(), text);
		}
		return new Trial(SampleEvents.event(member(event, "request"), context), before, variables,
				status(form.status()), form.answer());
	}

	private static int status(String text) throws InvalidTrialException {
		if (!text.matches("[2-5]\\d\\d")) {
			throw new InvalidTrialException("status", "It is no status of HTTP between 200 and 599");
		}
		return Integer.parseInt(text);
	}

	private static TokenType token(Trigger trigger, String name) throws InvalidTrialException {
		return trigger.tokens()
			.stream()
			.filter((token) -> token.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new InvalidTrialException("claims", "The trigger issues no token \"%s\"; it issues %s"
				.formatted(name, trigger.tokens().stream().map(TokenType::name).sorted().toList())));
	}

	private static Map<String, Object> member(Map<String, Object> event, String name) throws InvalidTrialException {
		return event.containsKey(name) ? entries("event", name, event.get(name)) : new LinkedHashMap<>();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> entries(String field, String name, @Nullable Object value)
			throws InvalidTrialException {
		if (!(value instanceof Map<?, ?> object)) {
			throw new InvalidTrialException(field, "\"%s\" is no object".formatted(name));
		}
		return (Map<String, Object>) object;
	}

	private static Map<String, Object> object(String field, String text) throws InvalidTrialException {
		if (text.length() > Form.LENGTH) {
			throw new InvalidTrialException(field, "It has more than %d characters".formatted(Form.LENGTH));
		}
		if (text.isBlank()) {
			return new LinkedHashMap<>();
		}
		try {
			return SampleJson.readObject("It", text);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTrialException(field, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * What somebody has entered.
	 *
	 * @param event the event as JSON
	 * @param claims the claims before the run as JSON, by token
	 * @param variables the variables as JSON
	 * @param status the status that answers each call
	 * @param answer the body that answers each call
	 * @param real whether its calls are to be made, in place of that answer
	 */
	record Form(String event, String claims, String variables, String status, String answer, boolean real) {

		/** The length of a field. */
		static final int LENGTH = 64 * 1024;

		static Form of(ServerRequest request) {
			return new Form(request.param("event").orElse(""), request.param("claims").orElse(""),
					request.param("variables").orElse(""), request.param("status").orElse("200"),
					request.param("answer").orElse(""), request.param("calls").isPresent());
		}

		static Form of(Map<String, Object> event, Map<String, Object> claims) {
			return new Form(JSON.writeValueAsString(event), JSON.writeValueAsString(claims), "{ }", "200", "{ }",
					false);
		}

	}

	/**
	 * What came of it.
	 *
	 * @param outcome what the run ended with
	 * @param detail the same as a page shows it
	 * @param values the values of claims
	 */
	record Ended(Outcome outcome, RunDetail detail, RunValues values) {

	}

}
