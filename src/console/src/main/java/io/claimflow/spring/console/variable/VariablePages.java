package io.claimflow.spring.console.variable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.claimflow.Workflow;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.spring.console.page.ConsolePages;
import io.claimflow.spring.console.page.ConsoleSection;
import io.claimflow.spring.console.page.PageException;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.deployment.Deployment;
import io.claimflow.spring.deployment.Deployments;
import io.claimflow.spring.http.LogText;
import io.claimflow.spring.jdbc.EnvironmentVariable;
import io.claimflow.spring.jdbc.EnvironmentVariables;
import io.claimflow.spring.jdbc.VariableHistory;
import io.claimflow.spring.jdbc.WorkflowKey;
import io.claimflow.spring.jdbc.WorkflowKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.PropertyResolver;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page of the variables of {@code kinde.env} and the keys of
 * {@code kinde.secureFetch}. A value that was set is not shown again, and each change is
 * in the log with who made it and why.
 */
public final class VariablePages {

	private static final Logger logger = LoggerFactory.getLogger(VariablePages.class);

	private static final String PATH = ConsoleSection.ROOT + "/variables";

	private static final int TEXT = 500;

	/** The newest ones; the rest is told over HTTP. */
	private static final int CHANGES = 20;

	private final ConsolePages pages;

	private final Deployments deployments;

	private final PropertyResolver properties;

	private final EnvironmentVariables variables;

	private final WorkflowKeys keys;

	private final VariableHistory history;

	/** Creates the page. */
	public VariablePages(ConsolePages pages, Deployments deployments, PropertyResolver properties,
			EnvironmentVariables variables, WorkflowKeys keys, VariableHistory history) {
		this.pages = pages;
		this.deployments = deployments;
		this.properties = properties;
		this.variables = variables;
		this.keys = keys;
		this.history = history;
	}

	/** The section of the page. */
	public ConsoleSection section() {
		return new ConsoleSection("variables", PATH,
				RouterFunctions.route()
					.GET(PATH, this::show)
					.POST(PATH + "/set", change(this::set))
					.POST(PATH + "/delete", change(this::delete))
					.POST(PATH + "/keys/create", change(this::createKey))
					.POST(PATH + "/keys/activate", change((request) -> key(request, "activated")))
					.POST(PATH + "/keys/retire", change((request) -> key(request, "retired")))
					.POST(PATH + "/keys/delete", change((request) -> key(request, "deleted")))
					.build());
	}

	private ServerResponse show(ServerRequest request) {
		return show(request, Map.of());
	}

	private ServerResponse show(ServerRequest request, Map<String, ?> more) {
		Map<String, @Nullable Object> model = new HashMap<>(more);
		try {
			model.put("variables", rows());
			model.put("keyed", keyed());
			model.put("changes", this.history.list(CHANGES, OptionalLong.empty()));
		}
		catch (DataAccessException ex) {
			logger.warn("The variables could not be read", ex);
			throw new PageException(503, "database");
		}
		return this.pages.page(request, "variables", model);
	}

	private List<Row> rows() {
		Map<String, EnvironmentVariable> stored = this.variables.list()
			.stream()
			.collect(Collectors.toMap(EnvironmentVariable::name, (variable) -> variable));
		Map<String, Set<String>> readers = readers();
		Set<String> missing = this.deployments.live().map((live) -> live.project().missingVariables()).orElse(Set.of());
		Set<String> names = new TreeSet<>(stored.keySet());
		names.addAll(readers.keySet());
		return names.stream()
			.map((name) -> new Row(name, Optional.ofNullable(stored.get(name)), from(name, stored, missing),
					readers.getOrDefault(name, Set.of())))
			.toList();
	}

	/** Properties have the say over the table. */
	private String from(String name, Map<String, EnvironmentVariable> stored, Set<String> missing) {
		if (this.properties.containsProperty("claimflow.secrets." + name)
				|| this.properties.containsProperty("claimflow.env." + name)) {
			return "properties";
		}
		if (stored.containsKey(name)) {
			return "database";
		}
		return missing.contains(name) ? "nowhere" : "elsewhere";
	}

	/** The workflows that read a variable, by its name. */
	private Map<String, Set<String>> readers() {
		Deployment live = this.deployments.live().orElse(null);
		Map<String, Set<String>> readers = new TreeMap<>();
		if (live == null) {
			return readers;
		}
		for (Workflow workflow : live.workflows()) {
			live.project()
				.artifact()
				.programs()
				.stream()
				.filter((program) -> program.file().equals(workflow.file()))
				.map(Program::uses)
				.flatMap(List::stream)
				.filter((use) -> use.kind() == Use.Kind.VARIABLE)
				.map(Use::name)
				.forEach((name) -> readers.computeIfAbsent(name, (one) -> new TreeSet<>()).add(workflow.id()));
		}
		return readers;
	}

	/** The workflows that encrypt, with their keys. */
	private Map<String, List<WorkflowKey>> keyed() {
		Map<String, List<WorkflowKey>> keyed = new TreeMap<>();
		this.deployments.live()
			.map(Deployment::workflows)
			.orElse(List.of())
			.stream()
			.filter((workflow) -> workflow.bindingNames().contains("kinde.secureFetch"))
			.forEach((workflow) -> keyed.put(workflow.id(), this.keys.list(workflow.id())));
		return keyed;
	}

	private ServerResponse set(ServerRequest request) {
		String name = field(request, "name").strip();
		String value = field(request, "value");
		boolean secret = field(request, "secret").equals("true");
		EnvironmentVariables variables = this.variables.by(Viewer.of(request).by(), reason(request));
		Optional<EnvironmentVariable> known = this.variables.list()
			.stream()
			.filter((variable) -> variable.name().equals(name))
			.findFirst();
		if (known.isPresent()) {
			variables.update(known.get().id(),
					new EnvironmentVariables.Change(Optional.empty(), Optional.of(value), Optional.of(secret)));
		}
		else {
			variables.create(name, value, secret);
		}
		log(request, "The variable '" + name + "' was " + (known.isPresent() ? "replaced" : "set"));
		return this.pages.seeOther(request, PATH);
	}

	private ServerResponse delete(ServerRequest request) {
		String id = field(request, "id");
		EnvironmentVariable variable = this.variables.find(id).orElseThrow(() -> new PageException(404, "no-variable"));
		this.variables.by(Viewer.of(request).by(), reason(request)).delete(id);
		log(request, "The variable '" + variable.name() + "' was deleted");
		return this.pages.seeOther(request, PATH);
	}

	private ServerResponse createKey(ServerRequest request) {
		String workflow = field(request, "workflow");
		if (!keyed().containsKey(workflow)) {
			throw new PageException(404, "no-workflow");
		}
		WorkflowKeys.Created created = keys(request).create(workflow);
		log(request, "The key " + created.key().id() + " of the workflow \"" + workflow + "\" was created");
		return show(request, Map.of("created", created));
	}

	private ServerResponse key(ServerRequest request, String what) {
		String id = field(request, "id");
		WorkflowKey key = this.keys.find(id).orElseThrow(() -> new PageException(404, "no-key"));
		switch (what) {
			case "activated" -> keys(request).activate(id);
			case "retired" -> keys(request).deactivate(id);
			default -> keys(request).delete(id);
		}
		log(request, "The key " + key.id() + " of the workflow \"" + key.workflowId() + "\" was " + what);
		return this.pages.seeOther(request, PATH);
	}

	/** For whoever changes them. */
	private WorkflowKeys keys(ServerRequest request) {
		return this.keys.by(Viewer.of(request).by(), reason(request));
	}

	private static String reason(ServerRequest request) {
		return LogText.of(field(request, "reason").strip(), TEXT);
	}

	private HandlerFunction<ServerResponse> change(HandlerFunction<ServerResponse> change) {
		return (request) -> {
			if (field(request, "reason").isBlank()) {
				throw new PageException(400, "no-reason");
			}
			try {
				return change.handle(request);
			}
			catch (IllegalArgumentException | DuplicateKeyException | EncryptionException ex) {
				throw new PageException(400, "bad-input", String.valueOf(ex.getMessage()));
			}
			catch (DataAccessException ex) {
				logger.warn("A variable could not be changed", ex);
				throw new PageException(503, "database");
			}
		};
	}

	private static void log(ServerRequest request, String what) {
		logger.info("{} by {} ({})", LogText.of(what, TEXT), LogText.of(Viewer.of(request).by(), TEXT),
				reason(request));
	}

	private static String field(ServerRequest request, String name) {
		return request.param(name).orElse("");
	}

	/**
	 * A variable.
	 *
	 * @param name its name
	 * @param stored what the database has of it
	 * @param from where its value comes from
	 * @param readers the identifiers of the live workflows that read it
	 */
	record Row(String name, Optional<EnvironmentVariable> stored, String from, Set<String> readers) {

	}

}
