package io.claimflow.spring.console.workflow;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.claimflow.Workflow;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.spring.console.content.FailedLines;
import io.claimflow.spring.console.content.SourceFile;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.deployment.store.DeploymentStore;
import io.claimflow.spring.deployment.store.DeploymentStoreException;
import io.claimflow.spring.runlog.RunStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The pages of the workflows that are live.
 */
public final class WorkflowPages {

	private static final Logger logger = LoggerFactory.getLogger(WorkflowPages.class);

	private static final String PATH = ConsoleSection.ROOT + "/workflows";

	private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9.-]{1,253}(?::\\d{1,5})?)");

	private final ConsolePages pages;

	private final Deployments deployments;

	private final @Nullable DeploymentStore store;

	private final @Nullable RunStore runs;

	private final @Nullable StoredNeeds needs;

	/**
	 * Creates the pages.
	 * @param store the deployments in the database, if they are there
	 * @param runs the run log, if it is on
	 * @param needs the variables and keys in the database, if it has some
	 */
	public WorkflowPages(ConsolePages pages, Deployments deployments, @Nullable DeploymentStore store,
			@Nullable RunStore runs, @Nullable StoredNeeds needs) {
		this.pages = pages;
		this.deployments = deployments;
		this.store = store;
		this.runs = runs;
		this.needs = needs;
	}

	/** The section of the pages. */
	public ConsoleSection section() {
		return new ConsoleSection("workflows", PATH,
				RouterFunctions.route().GET(PATH, this::list).GET(PATH + "/one", this::one).build());
	}

	private ServerResponse list(ServerRequest request) {
		Deployment live = this.deployments.live().orElse(null);
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("workflows", (live != null) ? live.project().workflows() : List.of());
		model.put("deactivated", (live != null) ? live.deactivated() : Set.of());
		return this.pages.page(request, "workflows", model);
	}

	/** Identifiers have any characters, so they are a parameter and not in the path. */
	private ServerResponse one(ServerRequest request) {
		String id = request.param("id").orElse("");
		Deployment live = this.deployments.live().orElseThrow(() -> new PageException(404, "no-workflow"));
		DeployedWorkflow deployed = live.project()
			.workflows()
			.stream()
			.filter((one) -> one.workflow().id().equals(id))
			.findFirst()
			.orElseThrow(() -> new PageException(404, "no-workflow"));
		Workflow workflow = deployed.workflow();
		Program program = live.project()
			.artifact()
			.programs()
			.stream()
			.filter((one) -> one.file().equals(workflow.file()))
			.findFirst()
			.orElseThrow(() -> new PageException(404, "no-workflow"));
		Map<String, String> sources = sources(live, program);
		RunStore runs = this.runs;
		Map<String, Map<Integer, Integer>> failures = (runs != null)
				? FailedLines.of(runs, Optional.of(id), live.number()) : Map.of();
		Map<String, @Nullable Object> model = new HashMap<>();
		model.put("workflow", workflow);
		model.put("deployment", live.number());
		model.put("active", !live.deactivated().contains(id));
		model.put("suspended", deployed.suspended());
		model.put("bindings", new TreeMap<>(workflow.bindings()));
		model.put("variables", variables(program, live.project().missingVariables()));
		model.put("missingKey", live.project().missingKeys().contains(id) && !now((needs) -> needs.hasKey(id), false));
		model.put("hosts", hosts(sources));
		model.put("files",
				sources.entrySet()
					.stream()
					.map((source) -> SourceFile.of(source.getKey(), source.getValue(),
							failures.getOrDefault(source.getKey(), Map.of())))
					.toList());
		model.put("failed",
				failures.values().stream().flatMap((lines) -> lines.values().stream()).mapToInt((n) -> n).sum());
		model.put("hasRuns", runs != null);
		model.put("hasStore", this.store != null);
		model.put("revision", revision());
		return this.pages.page(request, "workflow", model);
	}

	/** What is shown is known without the database; what is changed is not. */
	private @Nullable Long revision() {
		DeploymentStore store = this.store;
		if (store == null) {
			return null;
		}
		try {
			return store.live().revision();
		}
		catch (DeploymentStoreException ex) {
			logger.warn("What is live could not be read", ex);
			return null;
		}
	}

	/** The file of the workflow, and those of the project's that it imports. */
	private static Map<String, String> sources(Deployment live, Program program) {
		Map<String, String> all = live.project().artifact().sources();
		Map<String, String> mine = new LinkedHashMap<>();
		program.modules().forEach((module) -> {
			String source = all.get(module.file());
			if (source != null) {
				mine.put(module.file(), source);
			}
		});
		mine.putIfAbsent(program.file(), all.getOrDefault(program.file(), ""));
		return mine;
	}

	private List<Variable> variables(Program program, Set<String> missing) {
		Set<String> names = new TreeSet<>();
		program.uses()
			.stream()
			.filter((use) -> use.kind() == Use.Kind.VARIABLE)
			.forEach((use) -> names.add(use.name()));
		Set<String> now = Collections.disjoint(names, missing) ? Set.of() : now(StoredNeeds::variables, Set.of());
		return names.stream().map((name) -> new Variable(name, !missing.contains(name) || now.contains(name))).toList();
	}

	/** What was missing when the workflow was loaded may have been set since. */
	private <T> T now(Function<StoredNeeds, T> question, T none) {
		StoredNeeds needs = this.needs;
		try {
			return (needs != null) ? question.apply(needs) : none;
		}
		catch (RuntimeException ex) {
			logger.warn("What a workflow needs could not be looked for in the database", ex);
			return none;
		}
	}

	private static Set<String> hosts(Map<String, String> sources) {
		Set<String> hosts = new TreeSet<>();
		for (String source : sources.values()) {
			Matcher host = HOST.matcher(source);
			while (host.find() && hosts.size() < 50) {
				hosts.add(host.group(1));
			}
		}
		return hosts;
	}

	/**
	 * A variable that a workflow reads.
	 *
	 * @param name its name
	 * @param there whether it exists
	 */
	record Variable(String name, boolean there) {

	}

}
