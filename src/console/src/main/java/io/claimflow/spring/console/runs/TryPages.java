package io.claimflow.spring.console.runs;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.sample.SampleClaims;
import io.claimflow.sample.SampleEvents;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.LostDeploymentException;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.RunSummary;
import io.claimflow.spring.runlog.http.RunAudit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page on which somebody tries what a workflow of a stored deployment does with an
 * event. Nothing comes of it: no token is issued, no other system is called, no variable
 * of the server is read, and no row is written.
 */
public final class TryPages {

	static final String PATH = ConsoleSection.ROOT + "/try";

	private static final Logger logger = LoggerFactory.getLogger(TryPages.class);

	private final ConsolePages pages;

	private final WorkflowEngine engine;

	private final StoredCode code;

	private final @Nullable RunStore runs;

	private final RunAudit audit;

	private final InstantSource clock;

	/**
	 * Creates the page.
	 * @param store the deployments in the database, or null if there are none
	 * @param runs the run log, or null if there is none
	 * @param audit says who has tried something
	 */
	public TryPages(ConsolePages pages, WorkflowEngine engine, Deployments deployments, @Nullable DeploymentStore store,
			@Nullable RunStore runs, RunAudit audit, InstantSource clock) {
		this.pages = pages;
		this.engine = engine;
		this.code = new StoredCode(deployments, store);
		this.runs = runs;
		this.audit = audit;
		this.clock = clock;
	}

	/** The section of the page. */
	public ConsoleSection section() {
		return new ConsoleSection("try", PATH,
				RouterFunctions.route().GET(PATH, this::show).POST(PATH, this::run).build());
	}

	private ServerResponse show(ServerRequest request) {
		return guarded(() -> {
			Choice choice = choice(request);
			Map<String, @Nullable Object> model = model(request, choice);
			if (choice.workflow() != null && Viewer.of(request).mayChange()) {
				model.put("form", form(request, choice.workflow().workflow()));
			}
			return this.pages.page(request, "try", model);
		});
	}

	private ServerResponse run(ServerRequest request) {
		return guarded(() -> {
			Choice choice = choice(request);
			DeployedWorkflow workflow = choice.workflow();
			if (workflow == null || choice.deployment() == null) {
				throw new PageException(404, "nothing-to-try");
			}
			Map<String, @Nullable Object> model = model(request, choice);
			Trial trial;
			Trial.Form form = Trial.Form.of(request);
			model.put("form", form);
			try {
				trial = Trial.of(workflow.workflow().trigger(), form);
			}
			catch (InvalidTrialException ex) {
				model.put("field", ex.field());
				model.put("problem", ex.getMessage());
				return this.pages.page(request, 422, "try", model);
			}
			List<Result> results = new ArrayList<>();
			results.add(result(request, trial, choice.deployment(), workflow));
			Deployment other = choice.other();
			if (other != null) {
				other.workflow(workflow.workflow().trigger())
					.ifPresent((found) -> results.add(result(request, trial, other, found)));
				model.put("absent", results.size() == 1);
			}
			model.put("results", results);
			model.put("differing", (results.size() == 2) ? differing(results.get(0), results.get(1)) : null);
			return this.pages.page(request, "try", model);
		});
	}

	private Result result(ServerRequest request, Trial trial, Deployment deployment, DeployedWorkflow workflow) {
		Trial.Ended ended = trial.run(this.engine, workflow);
		this.audit.tried(Viewer.of(request).by(), ended.outcome().runId(), workflow.workflow().id(),
				deployment.number());
		return new Result(deployment.number(), ended.outcome().status().name(),
				RunView.of(ended.detail(), ended.values(), ended.outcome().duration(), ended.outcome().cpuTime(),
						this.engine.limits(), SourceLinks.of(deployment.number())),
				ended);
	}

	/** The claims that two runs do not leave alike. */
	private static Set<String> differing(Result one, Result other) {
		Set<String> names = new TreeSet<>();
		Map<TokenType, Map<String, Object>> first = one.ended().values().after();
		Map<TokenType, Map<String, Object>> second = other.ended().values().after();
		for (TokenType token : TokenType.values()) {
			Map<String, Object> a = first.getOrDefault(token, Map.of());
			Map<String, Object> b = second.getOrDefault(token, Map.of());
			Set<String> all = new TreeSet<>(a.keySet());
			all.addAll(b.keySet());
			all.stream()
				.filter((name) -> a.containsKey(name) != b.containsKey(name)
						|| !Objects.equals(a.get(name), b.get(name)))
				.forEach(names::add);
		}
		return names;
	}

	private Map<String, @Nullable Object> model(ServerRequest request, Choice choice) {
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("stored", this.code.list());
		model.put("deployment", choice.deployment());
		model.put("other", choice.other());
		model.put("workflow", (choice.workflow() != null) ? choice.workflow().workflow() : null);
		model.put("workflows", (choice.deployment() != null) ? choice.deployment().workflows() : List.of());
		model.put("mayTry", Viewer.of(request).mayChange());
		model.put("run", request.param("run").orElse(""));
		model.put("results", List.of());
		model.put("form", null);
		return model;
	}

	/**
	 * What a request chooses; without a choice, what is live. To load another one takes
	 * the place of one that sign-ins may go on with, so it is for those who may change
	 * what is live.
	 */
	private Choice choice(ServerRequest request) {
		Optional<RunRecord> run = recorded(request);
		boolean mayLoad = Viewer.of(request).mayChange();
		Deployment deployment = StoredCode.number(request, "deployment")
			.or(() -> run.map((found) -> found.summary().deployment()))
			.filter((number) -> mayLoad)
			.map(this.code::find)
			.or(this.code::live)
			.orElse(null);
		Deployment other = StoredCode.number(request, "other")
			.filter((number) -> mayLoad)
			.map(this.code::find)
			.orElse(null);
		if (deployment == null) {
			return new Choice(null, null, null);
		}
		String id = request.param("workflow")
			.or(() -> run.map((found) -> found.summary().workflow()))
			.orElseGet(() -> deployment.workflows().isEmpty() ? "" : deployment.workflows().get(0).id());
		DeployedWorkflow workflow = deployment.workflows()
			.stream()
			.filter((one) -> one.id().equals(id))
			.findFirst()
			.or(() -> deployment.workflows().stream().findFirst())
			.flatMap((one) -> deployment.workflow(one.trigger()))
			.orElse(null);
		return new Choice(deployment, other, workflow);
	}

	private Optional<RunRecord> recorded(ServerRequest request) {
		String id = request.param("run").orElse("");
		RunStore store = this.runs;
		return (store != null && !id.isBlank()) ? store.find(id) : Optional.empty();
	}

	/** What the form begins with: a typical event, with what the log has of a run. */
	private Trial.Form form(ServerRequest request, Workflow workflow) {
		Trigger trigger = workflow.trigger();
		Map<String, Object> event = SampleEvents.of(trigger);
		Optional<RunSummary> run = recorded(request).map(RunRecord::summary)
			.filter((recorded) -> recorded.trigger().equals(trigger.id()));
		run.ifPresent((recorded) -> recall(recorded, event));
		Map<TokenType, Map<String, Object>> claims = SampleClaims.of(trigger, event, this.clock.instant());
		run.ifPresent((recorded) -> recall(request, recorded.runId(), claims));
		Map<String, Object> named = new LinkedHashMap<>();
		claims.forEach((token, of) -> named.put(token.name(), of));
		return Trial.Form.of(event, named);
	}

	/** For whoever may see values of claims. */
	private void recall(ServerRequest request, String runId, Map<TokenType, Map<String, Object>> claims) {
		RunStore store = this.runs;
		if (store == null || !Viewer.of(request).mayShowValues()) {
			return;
		}
		try {
			store.values(runId).ifPresent((values) -> {
				this.audit.values(Viewer.of(request).by(), runId);
				values.before()
					.forEach((token, before) -> claims.computeIfPresent(token, (known, of) -> merged(of, before)));
			});
		}
		catch (EncryptionException ex) {
			logger.warn("Values of a run cannot be read, so it is tried without them: {}", ex.getMessage());
		}
	}

	private static Map<String, Object> merged(Map<String, Object> claims, Map<String, Object> more) {
		claims.putAll(more);
		return claims;
	}

	private static void recall(RunSummary run, Map<String, Object> event) {
		run.client().ifPresent((client) -> put(event, client, "context", "application", "clientId"));
		run.user().filter((user) -> !user.hashed()).ifPresent((user) -> put(event, user.id(), "context", "user", "id"));
		run.origin().ifPresent((origin) -> put(event, origin, "context", "auth", "origin"));
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> event, String value, String... path) {
		Map<String, Object> object = event;
		for (int i = 0; i < path.length - 1; i++) {
			object = (Map<String, Object>) object.computeIfAbsent(path[i], (name) -> new LinkedHashMap<>());
		}
		object.put(path[path.length - 1], value);
	}

	private static ServerResponse guarded(java.util.function.Supplier<ServerResponse> page) {
		try {
			return page.get();
		}
		catch (LostDeploymentException ex) {
			throw new PageException(409, "lost-deployment");
		}
		catch (DataAccessException | DeploymentStoreException ex) {
			logger.debug("A workflow cannot be tried", ex);
			throw new PageException(503, "away");
		}
	}

	/**
	 * What is to be tried.
	 *
	 * @param deployment the deployment, or null if there is none yet
	 * @param other the one beside it, or null
	 * @param workflow the workflow, or null if the deployment has none
	 */
	private record Choice(@Nullable Deployment deployment, @Nullable Deployment other,
			@Nullable DeployedWorkflow workflow) {

	}

	/**
	 * What came of it.
	 *
	 * @param deployment the number of the deployment
	 * @param status how the run ended
	 * @param view what it did
	 * @param ended the whole
	 */
	record Result(long deployment, String status, RunView view, Trial.Ended ended) {

	}

}
