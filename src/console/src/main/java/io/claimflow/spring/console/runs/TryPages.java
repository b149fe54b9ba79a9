package io.claimflow.spring.console.runs;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.claimflow.TokenType;
import io.claimflow.Workflow;
import io.claimflow.artifact.Use;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.fetch.FetchHandler;
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
import io.claimflow.management.UserManagement;
import io.claimflow.spring.runlog.RunRecord;
import io.claimflow.spring.runlog.RunStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.DataAccessException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page on which somebody tries what a workflow of a stored deployment does with an
 * event. Nothing comes of it: no token is issued, no variable of the server is read, no
 * row is written, and no other system is called, unless an operator permits it and
 * whoever tries asks for it.
 */
public final class TryPages {

	static final String PATH = ConsoleSection.ROOT + "/try";

	private static final int NAME = 200;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Logger logger = LoggerFactory.getLogger(TryPages.class);

	private final ConsolePages pages;

	private final StoredCode code;

	private final @Nullable RunStore runs;

	private final KnownParties parties;

	private final TrialStart start;

	private final Trials trials;

	private final @Nullable RecordedTokens recorded;

	/**
	 * Creates the page.
	 * @param code the deployments that can be tried
	 * @param runs the run log, or null if there is none
	 * @param parties finds clients and users
	 * @param start makes what a trial begins with
	 * @param trials runs what is tried
	 * @param recorded compares what deployments make of the last runs, or null if there
	 * is no run log
	 */
	TryPages(ConsolePages pages, StoredCode code, @Nullable RunStore runs, KnownParties parties, TrialStart start,
			Trials trials, @Nullable RecordedTokens recorded) {
		this.pages = pages;
		this.code = code;
		this.runs = runs;
		this.parties = parties;
		this.start = start;
		this.trials = trials;
		this.recorded = recorded;
	}

	/**
	 * The section of the page.
	 * @param trials runs what is tried
	 * @param store the deployments in the database, or null if there are none
	 * @param runs the run log, or null if there is none
	 * @param clients the clients of this server, or null if they are not known
	 * @param managed the users as management calls know them, or null if none do
	 * @param details the users as sign-ins know them, or null if none do
	 * @param limits how much is compared
	 */
	public static ConsoleSection section(ConsolePages pages, Trials trials, Deployments deployments,
			@Nullable DeploymentStore store, @Nullable RunStore runs, @Nullable RegisteredClientRepository clients,
			@Nullable UserManagement managed, @Nullable UserDetailsService details, ComparisonLimits limits) {
		TrialStart start = new TrialStart(runs, trials.audit(), InstantSource.system());
		TryPages page = new TryPages(pages, new StoredCode(deployments, store), runs,
				new KnownParties(clients, managed, details), start, trials,
				(runs != null) ? new RecordedTokens(runs, start, trials, limits.runs(), limits.time(), System::nanoTime)
						: null);
		return new ConsoleSection("try", PATH,
				RouterFunctions.route()
					.GET(PATH, page::show)
					.POST(PATH, page::run)
					.POST(PATH + "/recorded", page::compare)
					.build());
	}

	private ServerResponse show(ServerRequest request) {
		return guarded(() -> {
			Choice choice = choice(request);
			Map<String, @Nullable Object> model = model(request, choice);
			if (choice.workflow() != null && Viewer.of(request).mayChange()) {
				String clientId = named(request, "client");
				String userName = named(request, "user");
				Optional<KnownParties.Client> client = clientId.isEmpty() ? Optional.empty()
						: this.parties.client(clientId);
				Optional<KnownParties.User> user = userName.isEmpty() ? Optional.empty() : this.parties.user(userName);
				model.put("noClient", !clientId.isEmpty() && client.isEmpty());
				model.put("noUser", !userName.isEmpty() && user.isEmpty());
				model.put("form", this.start.form(Viewer.of(request), choice.workflow().workflow().trigger(),
						recorded(request).map(RunRecord::summary), client, user));
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
			if (form.real() && this.trials.calls() == null) {
				throw new PageException(403, "no-calls");
			}
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
			results.add(result(request, form, trial, choice.deployment(), workflow));
			Deployment other = choice.other();
			if (other != null) {
				other.workflow(workflow.workflow().trigger())
					.ifPresent((found) -> results.add(result(request, form, trial, other, found)));
				model.put("absent", results.size() == 1);
			}
			model.put("results", results);
			model.put("differing", (results.size() == 2) ? differing(results.get(0), results.get(1)) : null);
			return this.pages.page(request, "try", model);
		});
	}

	private Result result(ServerRequest request, Trial.Form form, Trial trial, Deployment deployment,
			DeployedWorkflow workflow) {
		FetchHandler calls = form.real() ? this.trials.calls() : null;
		Trial.Ended ended = (calls != null) ? this.trials.call(Viewer.of(request), trial, deployment, workflow, calls)
				: this.trials.run(Viewer.of(request), trial, deployment, workflow);
		return new Result(deployment.number(), ended.outcome().status().name(),
				RunView.of(ended.detail(), ended.values(), ended.outcome().duration(), ended.outcome().cpuTime(),
						this.trials.engine().limits(), SourceLinks.of(deployment.number())),
				ended);
	}

	/** What the tokens of a deployment would be, beside those of what is live. */
	private ServerResponse compare(ServerRequest request) {
		return guarded(() -> {
			RecordedTokens recorded = this.recorded;
			Deployment live = this.code.live().orElse(null);
			Long number = StoredCode.number(request, "deployment").orElse(null);
			if (recorded == null || live == null || number == null) {
				throw new PageException(404, "nothing-to-try");
			}
			Deployment deployment = this.code.find(number);
			Map<String, Object> model = new HashMap<>();
			model.put("live", live.number());
			model.put("deployment", deployment.number());
			model.put("compared", recorded.compare(Viewer.of(request), live, deployment));
			return this.pages.page(request, "tokens", model);
		});
	}

	private static String named(ServerRequest request, String name) {
		String text = request.param(name).orElse("").strip();
		return (text.length() <= NAME) ? text : text.substring(0, NAME);
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
		model.put("mayCall", this.trials.calls() != null);
		model.put("run", request.param("run").orElse(""));
		model.put("client", named(request, "client"));
		model.put("user", named(request, "user"));
		model.put("results", List.of());
		model.put("form", null);
		if (choice.workflow() != null && choice.deployment() != null) {
			model.put("samples", samples(choice.deployment(), choice.workflow().workflow()));
		}
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

	/** The names that are proposed in each field of JSON. */
	private static Map<String, String> samples(Deployment deployment, Workflow workflow) {
		Map<String, Object> event = SampleEvents.of(workflow.trigger());
		Map<String, Object> claims = new LinkedHashMap<>();
		SampleClaims.of(workflow.trigger(), event, Instant.EPOCH).forEach((token, of) -> claims.put(token.name(), of));
		Map<String, Object> variables = new TreeMap<>();
		deployment.project()
			.artifact()
			.programs()
			.stream()
			.filter((program) -> program.file().equals(workflow.file()))
			.flatMap((program) -> program.uses().stream())
			.filter((use) -> use.kind() == Use.Kind.VARIABLE)
			.forEach((use) -> variables.put(use.name(), ""));
		return Map.of("event", JSON.writeValueAsString(event), "claims", JSON.writeValueAsString(claims), "variables",
				JSON.writeValueAsString(variables));
	}

	private Optional<RunRecord> recorded(ServerRequest request) {
		String id = request.param("run").orElse("");
		RunStore store = this.runs;
		return (store != null && !id.isBlank()) ? store.find(id) : Optional.empty();
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
