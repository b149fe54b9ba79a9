package io.claimflow.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.claimflow.Bundling;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;
import io.claimflow.kinde.KindeLibrary;
import io.claimflow.kinde.KindeSettings;
import io.claimflow.project.Project;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The modules of a project that its workflows reach, each read once.
 */
final class ModuleGraph {

	private final Project project;

	private final ModuleCompiler compiler;

	private final Progress progress;

	private final ModuleResolver resolver;

	private final Bundling bundling;

	private final Optional<Artifact> built;

	private final Map<String, Set<String>> provided;

	private final Map<String, Node> nodes = new LinkedHashMap<>();

	private final Set<String> compiled = new HashSet<>();

	private final Map<String, CompiledModule> modules = new HashMap<>();

	private final List<Problem> problems = new ArrayList<>();

	private final List<Problem> warnings = new ArrayList<>();

	/**
	 * Creates a graph.
	 * @param built what was built of the project before, whose packages are taken as they
	 * are
	 * @param provided the modules that whoever runs the code has, with their exports
	 */
	ModuleGraph(Project project, ModuleCompiler compiler, Bundling bundling, Progress progress,
			Optional<Artifact> built, Map<String, Set<String>> provided) {
		this.provided = provided;
		this.built = built;
		this.project = project;
		this.bundling = bundling;
		this.compiler = compiler;
		this.progress = progress;
		this.resolver = new ModuleResolver(project, built.isPresent() || project.directory().isPresent(),
				provided.keySet());
	}

	List<Problem> problems() {
		return this.problems;
	}

	List<Problem> warnings() {
		return this.warnings;
	}

	/** The files that never run although they have the settings of a workflow. */
	List<Problem> neverRun() {
		Set<String> used = new HashSet<>();
		for (Node node : this.nodes.values()) {
			node.source.map(AuthorModule::module).ifPresent((module) -> {
				Stream<String> named = Stream
					.concat(module.imported().stream(), module.forwardedExports().values().stream())
					.filter((imported) -> Set.of(KindeSettings.EXPORT, EsModule.NAMESPACE).contains(imported.name()))
					.map(EsModule.Imported::specifier);
				Stream.concat(named, module.starExports().stream())
					.map(node.imports::get)
					.filter(Objects::nonNull)
					.forEach(used::add);
			});
		}
		return this.compiler.neverRun(this.project, this.progress, used);
	}

	/** The program of a workflow file, or empty if anything in it does not compile. */
	Optional<Program> program(String file) {
		Node entry = node(file);
		Set<Node> reachable = new LinkedHashSet<>();
		reach(entry, reachable);
		reachable.stream().filter((node) -> this.compiled.add(node.name)).forEach(this::checkNames);
		List<PackageImport> imports = packageImports(reachable);
		Bundler.Result bundle = imports.isEmpty() ? new Bundler.Result(List.of(), List.of()) : bundle(file, imports);
		this.problems.addAll(bundle.problems());
		this.warnings.addAll(bundle.warnings());
		if (!bundle.problems().isEmpty() || reachable.stream().anyMatch((node) -> node.broken)) {
			return settingsAlone(entry, reachable);
		}
		List<CompiledModule> linked = Stream
			.concat(reachable.stream()
				.filter((node) -> !node.isPackage() && !isBuiltIn(node) && !isProvided(node))
				.map((node) -> this.modules.computeIfAbsent(node.name, (name) -> compile(node))),
					bundle.modules().stream())
			.toList();
		return Optional.of(program(entry, linked, reachable, reachable));
	}

	private Bundler.Result bundle(String file, List<PackageImport> imports) {
		if (this.built.isEmpty()) {
			return new Bundler(this.project, this.bundling).bundle(imports);
		}
		return this.built.get()
			.programs()
			.stream()
			.filter((program) -> program.file().equals(file))
			.flatMap((program) -> program.modules().stream())
			.filter((module) -> module.file().equals(CompiledModule.PACKAGES))
			.findFirst()
			.map((packages) -> Bundler.given(packages.with(Findings.NONE), imports))
			.orElseGet(() -> new Bundler.Result(List.of(),
					List.of(imports.get(0)
						.problem("The artifact does not have the packages that the file imports",
								"Build it again from its sources."))));
	}

	private Program program(Node entry, List<CompiledModule> modules, Set<Node> linked, Set<Node> used) {
		return new Program(entry.name, modules,
				linked.stream().filter(this::isBuiltIn).map((node) -> node.name).toList(),
				entry.source().settingLocations(), uses(used), entry.source().defaultExport());
	}

	private boolean isBuiltIn(Node node) {
		return BuiltInModules.contains(node.name) && !this.project.files().containsKey(node.name);
	}

	private boolean isProvided(Node node) {
		return this.provided.containsKey(node.name);
	}

	/**
	 * A program that has nothing of a broken workflow but its settings, so that what is
	 * wrong with them is reported as well; empty if they need other code.
	 */
	private Optional<Program> settingsAlone(Node entry, Set<Node> reachable) {
		Optional<AuthorModule> source = entry.source;
		Optional<String> text = source.flatMap(AuthorModule::settingsAlone);
		if (source.isEmpty() || text.isEmpty()) {
			return Optional.empty();
		}
		Set<Node> library = new LinkedHashSet<>();
		reach(node(KindeLibrary.MODULE), library);
		try {
			CompiledModule module = this.compiler.read(new SourceText(entry.name, text.get()))
				.compile((specifier) -> KindeLibrary.MODULE);
			return Optional.of(program(entry, List.of(GeneratedModule.settings(module, source.get().source().text())),
					library, reachable));
		}
		catch (Swc.SyntaxException ex) {
			return Optional.empty();
		}
	}

	private List<Use> uses(Set<Node> reachable) {
		// TypeScript drops an import of which nothing is used: then no module reaches it.
		Node library = reachable.stream()
			.filter((node) -> KindeLibrary.isLibrary(node.name))
			.findFirst()
			.orElseGet(() -> node(KindeLibrary.MODULE));
		Set<String> exports = exports(library, new HashSet<>());
		return reachable.stream()
			.filter((node) -> this.project.files().containsKey(node.name) && !KindeLibrary.isLibrary(node.name))
			.flatMap((node) -> node.source.stream())
			.flatMap((source) -> this.progress.during(source.source(), () -> source.uses(exports)).stream())
			.toList();
	}

	/** What modules import from packages, name by name. */
	private List<PackageImport> packageImports(Set<Node> reachable) {
		List<PackageImport> all = new ArrayList<>();
		for (Node node : reachable) {
			node.imports.forEach((specifier, target) -> {
				if (node(target).isPackage()) {
					ModuleNames module = node.source().module();
					Set<String> names = new LinkedHashSet<>();
					Stream.concat(module.imported().stream(), module.forwardedExports().values().stream())
						.filter((imported) -> imported.specifier().equals(specifier))
						.forEach((imported) -> names.add(imported.name()));
					if (module.starExports().contains(specifier)) {
						names.add(EsModule.NAMESPACE);
					}
					if (names.isEmpty()) {
						names.add("");
					}
					names.forEach((name) -> all.add(new PackageImport(node.source(), specifier, name)));
				}
			});
		}
		return all;
	}

	private void reach(Node node, Set<Node> reachable) {
		if (reachable.add(node)) {
			node.imports.values().forEach((name) -> reach(node(name), reachable));
		}
	}

	private Node node(String name) {
		Node known = this.nodes.get(name);
		if (known != null) {
			return known;
		}
		Node node = new Node(name);
		this.nodes.put(name, node);
		if (node.isPackage() || isProvided(node)) {
			return node;
		}
		if (name.endsWith(".json")) {
			readJson(node);
		}
		else {
			readSource(node);
		}
		return node;
	}

	private void readJson(Node node) {
		String text = String.valueOf(this.project.files().get(node.name));
		try {
			node.json = JsonMapper.shared().readTree(text);
			if (node.json.isMissingNode()) {
				refuse(node,
						new SourceText(node.name, text).problem(0, "The file is not JSON", "Correct it: it is empty."));
			}
		}
		catch (JacksonException ex) {
			TokenStreamLocation at = ex.getLocation();
			SourceLocation location = new SourceLocation(node.name, Math.max(1, (at != null) ? at.getLineNr() : 1),
					Math.max(1, (at != null) ? at.getColumnNr() : 1));
			refuse(node, new SourceText(node.name, text).problem(location, "The file is not JSON",
					"Correct it: " + ex.getOriginalMessage().lines().findFirst().orElse("")));
		}
	}

	private void readSource(Node node) {
		String text = this.project.files().get(node.name);
		SourceText sourceText = (text != null) ? new SourceText(node.name, text) : BuiltInModules.source(node.name);
		try {
			AuthorModule source = this.progress.during(sourceText, () -> this.compiler.read(sourceText));
			node.source = Optional.of(source);
			source.problems().forEach((problem) -> refuse(node, problem));
			for (String specifier : source.module().specifiers()) {
				resolve(node, source, specifier);
			}
		}
		catch (Swc.SyntaxException ex) {
			ex.problems().forEach((problem) -> refuse(node, problem));
		}
	}

	private void resolve(Node node, AuthorModule source, String specifier) {
		try {
			node.imports.put(specifier, this.resolver.resolve(node.name, specifier));
		}
		catch (ModuleResolver.UnresolvedException ex) {
			refuse(node, source.importProblem(specifier, String.valueOf(ex.getMessage()), ex.action()));
		}
	}

	private void refuse(Node node, Problem problem) {
		node.broken = true;
		this.problems.add(problem);
	}

	/** Refuses imports of names that the imported module does not export. */
	private void checkNames(Node node) {
		node.source.ifPresent((source) -> {
			Set<EsModule.Imported> names = new LinkedHashSet<>(source.module().imported());
			names.addAll(source.module().forwardedExports().values());
			for (EsModule.Imported imported : names) {
				String target = node.imports.get(imported.specifier());
				if (target != null && !imported.name().equals(EsModule.NAMESPACE)) {
					checkName(node, source, imported, node(target));
				}
			}
		});
	}

	private void checkName(Node node, AuthorModule source, EsModule.Imported imported, Node target) {
		Set<String> exports = exports(target, new HashSet<>());
		boolean type = target.source.filter((module) -> module.typeNames().contains(imported.name())).isPresent();
		if (target.broken || type || exports.contains(imported.name()) || isOpen(target, new HashSet<>())) {
			return;
		}
		String shown = imported.name().equals("default") ? "a default export" : "'" + imported.name() + "'";
		refuse(node, source.importProblem(imported.specifier(), imported.name(), "No matching export: '" + imported
			.specifier() + "' does not export " + shown, isOldLibrary(target, imported.name())
					? "The copy in node_modules is older than that: run npm install " + KindeLibrary.MODULE
							+ "@latest, or remove the copy. Without one, the built-in library is used, which has it."
					: isTypeOfLibrary(target, imported.name())
							? "It is a type, which no code can call. Write: (event: " + imported.name() + ") => { … }"
							: exports.isEmpty() ? "It exports nothing; add the export there."
									: "It exports " + String.join(", ", exports.stream().limit(40).toList()) + "."));
	}

	private static boolean isTypeOfLibrary(Node target, String name) {
		return KindeLibrary.isLibrary(target.name) && name.startsWith("on") && KindeLibrary.TYPES.contains(name);
	}

	/** Whether a copy of the library lacks what the built-in one has. */
	private boolean isOldLibrary(Node target, String name) {
		return !target.name.equals(KindeLibrary.MODULE) && KindeLibrary.isLibrary(target.name)
				&& exports(node(KindeLibrary.MODULE), new HashSet<>()).contains(name);
	}

	/** Whether it exports what a package does, which the bundler knows. */
	private boolean isOpen(Node node, Set<Node> seen) {
		return node.isPackage() || (seen.add(node) && node.source.stream()
			.flatMap((source) -> source.module().starExports().stream())
			.map(node.imports::get)
			.anyMatch((target) -> target != null && isOpen(node(target), seen)));
	}

	private Set<String> exports(Node node, Set<Node> seen) {
		Set<String> names = new TreeSet<>();
		if (!seen.add(node)) {
			return names;
		}
		names.addAll(this.provided.getOrDefault(node.name, Set.of()));
		if (node.json != null) {
			names.add("default");
			names.addAll(node.json.propertyNames());
		}
		node.source.map(AuthorModule::module).ifPresent((module) -> {
			names.addAll(module.localExportNames());
			names.addAll(module.forwardedExports().keySet());
			if (module.hasDefaultValue()) {
				names.add("default");
			}
			for (String specifier : module.starExports()) {
				String target = node.imports.get(specifier);
				if (target != null) {
					Set<String> more = exports(node(target), seen);
					more.remove("default");
					names.addAll(more);
				}
			}
		});
		return names;
	}

	private CompiledModule compile(Node node) {
		if (node.json != null) {
			return jsonModule(node.name, node.json, String.valueOf(this.project.files().get(node.name)));
		}
		return this.progress.during(node.source().source(),
				() -> node.source().compile((specifier) -> String.valueOf(node.imports.get(specifier))));
	}

	/** The text is parsed again where it is used: JavaScript has numbers of its own. */
	private static CompiledModule jsonModule(String file, JsonNode json, String text) {
		JsonMapper mapper = JsonMapper.shared();
		StringBuilder code = new StringBuilder("(function (linker) { \"use strict\"; const value = linker.parse(")
			.append(mapper.writeValueAsString(text))
			.append("); linker.define(\"default\", () => value); ");
		for (String name : json.propertyNames()) {
			if (!name.equals("default")) {
				String key = mapper.writeValueAsString(name);
				code.append("linker.define(").append(key).append(", () => value[").append(key).append("]); ");
			}
		}
		return GeneratedModule.json(file, code.append("})").toString(), text);
	}

	/** A module, and what is known of it so far. */
	private static final class Node {

		private final String name;

		private final Map<String, String> imports = new LinkedHashMap<>();

		private Optional<AuthorModule> source = Optional.empty();

		private @org.jspecify.annotations.Nullable JsonNode json;

		private boolean broken;

		Node(String name) {
			this.name = name;
		}

		AuthorModule source() {
			return this.source.orElseThrow();
		}

		boolean isPackage() {
			return this.name.startsWith(Bundler.MODULE);
		}

	}

}
