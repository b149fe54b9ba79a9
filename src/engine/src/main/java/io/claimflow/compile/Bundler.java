package io.claimflow.compile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.claimflow.Bundling;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.project.Project;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bundles the npm packages that a workflow imports into one module, so that they share
 * what they have in common. The author's files are no part of it: each specifier becomes
 * a module of its own that takes from the bundle what they import.
 */
final class Bundler {

	/** Begins the names of the modules that stand for specifiers. */
	static final String MODULE = "package:";

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][\\w$]*");

	private static final Pattern UNRESOLVED = Pattern.compile("Could not resolve \"(?<specifier>.*)\"");

	private static final Pattern NO_EXPORT = Pattern.compile("No matching export in \".*\" for import \".*\"");

	/** But for a way to the global object that is taken only where there is no other. */
	private static final Pattern MAKES_CODE = Pattern
		.compile("(?<![\\w$.])(?:Function(?:\\.apply|\\.call)?\\((?!\\)|[\"'`]return this[\"'`]\\))|eval\\((?!\\)))");

	private static final String BUILT_INTO_NODE = "is built into node";

	private static final String LIBRARIES = "node_modules/";

	private static final String WHERE = " in the folder of kinde.json";

	private final Path directory;

	private final Bundling settings;

	/**
	 * Creates a bundler.
	 * @param project the project, which is on disk
	 * @param settings the settings
	 */
	Bundler(Project project, Bundling settings) {
		this.directory = real(project.directory().orElseThrow());
		this.settings = settings;
	}

	private static Path real(Path directory) {
		try {
			return directory.toRealPath();
		}
		catch (IOException ex) {
			return directory.toAbsolutePath();
		}
	}

	/** The name of the module that stands for a specifier. */
	static String moduleName(String specifier) {
		return MODULE + specifier;
	}

	/**
	 * Whether a module stands for a package of which nothing is imported: what it is for
	 * is to change what is global.
	 */
	static boolean isForEffect(CompiledModule module) {
		return module.file().startsWith(MODULE) && !module.code().contains(" linker.define(")
				&& !module.code().contains(" linker.all(");
	}

	/**
	 * Bundles what a workflow imports.
	 * @param imports the imports of all its files, at least one
	 */
	Result bundle(List<PackageImport> imports) {
		List<Problem> problems = new ArrayList<>();
		for (PackageImport wanted : imports) {
			if (!isInstalled(wanted.packageName())) {
				problems.add(notInstalled(wanted, "The package '" + wanted.packageName() + "' is not installed",
						wanted.packageName()));
			}
		}
		Esbuild esbuild = Esbuild.find(this.directory, this.settings.esbuild()).orElse(null);
		if (esbuild == null) {
			problems.add(imports.get(0)
				.problem("Workflows that import packages are bundled with esbuild, which is not installed",
						"Run npm install --save-dev esbuild" + WHERE + ", or name an executable with claimflow.esbuild."
								+ this.settings.esbuild()
									.map((path) -> " " + path + ", which it names, is none.")
									.orElse("")));
		}
		if (esbuild == null || !problems.isEmpty()) {
			return new Result(List.of(), problems);
		}
		List<PackageImport> distinct = distinct(imports);
		try {
			return bundle(esbuild, distinct);
		}
		catch (Esbuild.TooLargeException ex) {
			return new Result(List.of(), List.of(imports.get(0)
				.problem(
						"The packages that the workflow imports take %d bytes in a bundle, more than the %d that are allowed"
							.formatted(ex.size(), this.settings.bytes()),
						"Import less of them (single names, or a path within a package), or raise claimflow.limits.bundle-bytes.")));
		}
		catch (Esbuild.FailedException ex) {
			return new Result(List.of(), problems(ex, distinct, new Dependencies(this.directory)));
		}
	}

	private boolean isInstalled(String name) {
		for (Path folder = this.directory; folder != null; folder = folder.getParent()) {
			if (Files.isDirectory(folder.resolve(LIBRARIES + name))) {
				return true;
			}
		}
		return false;
	}

	private Result bundle(Esbuild esbuild, List<PackageImport> imports) throws Esbuild.FailedException {
		StringBuilder entry = new StringBuilder();
		for (int i = 0; i < imports.size(); i++) {
			entry.append(declaration(imports.get(i), i)).append('\n');
		}
		Esbuild.Output output = esbuild.bundle(this.directory, entry.toString(), this.settings.time(),
				this.settings.bytes());
		Optional<String> outside = output.inputs().stream().filter((input) -> !isWithin(input)).findFirst();
		if (outside.isPresent()) {
			return new Result(List.of(),
					List.of(imports.get(0)
						.problem(
								"A package that the workflow imports reads '" + outside.get()
										+ "', which is outside of the project",
								"Use another package, or put the file into the project.")));
		}
		return result(GeneratedModule.packages(output), imports);
	}

	/** The result for packages that were bundled before. */
	static Result given(CompiledModule bundle, List<PackageImport> imports) {
		return result(bundle, distinct(imports));
	}

	private static List<PackageImport> distinct(List<PackageImport> imports) {
		List<PackageImport> distinct = new ArrayList<>();
		for (PackageImport wanted : imports) {
			if (distinct.stream().noneMatch(wanted::isSame)) {
				distinct.add(wanted);
			}
		}
		return distinct;
	}

	private static Result result(CompiledModule bundle, List<PackageImport> imports) {
		List<CompiledModule> modules = new ArrayList<>();
		modules.add(bundle);
		modules.addAll(views(imports));
		return new Result(modules, List.of(), makesCode(bundle, imports));
	}

	/** Warns of each package in which there is code that makes code. */
	private static List<Problem> makesCode(CompiledModule bundle, List<PackageImport> imports) {
		Map<String, Problem> warnings = new LinkedHashMap<>();
		int number = 0;
		for (String line : bundle.code().split("\n", -1)) {
			number++;
			Matcher made = MAKES_CODE.matcher(line);
			while (made.find()) {
				SourceLocation at = bundle.locate(number, made.start() + 1).orElse(null);
				if (at == null || !at.file().contains(LIBRARIES)) {
					continue;
				}
				String name = packageOf(at.file());
				PackageImport wanted = cause(name, imports).orElse(imports.get(0));
				warnings.putIfAbsent(name,
						wanted
							.problem(
									"The package '%s' makes code from text (%s at %s), which a workflow cannot do"
										.formatted(name, made.group().startsWith("eval") ? "eval" : "new Function", at),
									"What needs that fails in the run. Leave it out, or use another package.")
							.as(Problem.Severity.WARNING));
			}
		}
		return List.copyOf(warnings.values());
	}

	/** What is read becomes visible to workflows, which may not see other files. */
	private boolean isWithin(String input) {
		Path file = this.directory.resolve(input.replaceFirst("^\\([a-z]+\\):", "")).normalize();
		boolean within = file.startsWith(this.directory);
		for (Path folder = this.directory; folder != null && !within; folder = folder.getParent()) {
			within = file.startsWith(folder.resolve(LIBRARIES));
		}
		return within;
	}

	/** One line for each import, so that the line of an error tells the import. */
	private static String declaration(PackageImport wanted, int number) {
		String from = JsonMapper.shared().writeValueAsString(wanted.specifier());
		if (wanted.name().isEmpty()) {
			return "import " + from + ";";
		}
		boolean plain = wanted.name().equals(EsModule.NAMESPACE) || IDENTIFIER.matcher(wanted.name()).matches();
		String name = plain ? wanted.name() : JsonMapper.shared().writeValueAsString(wanted.name());
		return wanted.name().equals(EsModule.NAMESPACE) ? "export * as $%d from %s;".formatted(number, from)
				: "export { %s as $%d } from %s;".formatted(name, number, from);
	}

	private static List<CompiledModule> views(List<PackageImport> imports) {
		JsonMapper json = JsonMapper.shared();
		Map<String, StringBuilder> code = new LinkedHashMap<>();
		for (int i = 0; i < imports.size(); i++) {
			PackageImport wanted = imports.get(i);
			StringBuilder view = code.computeIfAbsent(wanted.specifier(),
					(specifier) -> new StringBuilder(
							"(function (linker) { \"use strict\"; const packages = linker.require(")
						.append(json.writeValueAsString(CompiledModule.PACKAGES))
						.append("); "));
			if (wanted.name().equals(EsModule.NAMESPACE)) {
				view.append(
						"linker.all(packages.$%1$d); if (\"default\" in packages.$%1$d) linker.define(\"default\", () => packages.$%1$d.default); "
							.formatted(i));
			}
			else if (!wanted.name().isEmpty()) {
				view.append(
						"linker.define(%s, () => packages.$%d); ".formatted(json.writeValueAsString(wanted.name()), i));
			}
		}
		List<CompiledModule> views = new ArrayList<>();
		code.forEach((specifier, view) -> views
			.add(GeneratedModule.ofPackage(moduleName(specifier), view.append("})").toString())));
		return views;
	}

	private static List<Problem> problems(Esbuild.FailedException failure, List<PackageImport> imports,
			Dependencies dependencies) {
		if (failure.messages().isEmpty()) {
			return List.of(imports.get(0)
				.problem("The packages that the workflow imports cannot be bundled: " + failure.getMessage(),
						"Run npm install --save-dev esbuild" + WHERE
								+ ", or name another one with claimflow.esbuild."));
		}
		Map<PackageImport, Map<String, Set<String>>> needed = new LinkedHashMap<>();
		List<Problem> problems = new ArrayList<>();
		for (Esbuild.Message message : failure.messages()) {
			Matcher unresolved = UNRESOLVED.matcher(message.text());
			if (!isOfEntry(message) && unresolved.matches() && (message.notes().contains(BUILT_INTO_NODE)
					|| unresolved.group("specifier").startsWith("node:"))) {
				needed
					.computeIfAbsent(cause(packageOf(message), imports, dependencies), (cause) -> new LinkedHashMap<>())
					.computeIfAbsent(unresolved.group("specifier"), (module) -> new LinkedHashSet<>())
					.add(packageOf(message));
			}
			else {
				problems.add(problem(message, imports, dependencies));
			}
		}
		needed.forEach((cause, modules) -> problems.add(needsNode(cause, modules)));
		return problems;
	}

	private static boolean isOfEntry(Esbuild.Message message) {
		return message.file().equals(Esbuild.ENTRY);
	}

	private static String packageOf(Esbuild.Message message) {
		return packageOf(message.file());
	}

	/** The package that a file is in, or the file if it is in none. */
	private static String packageOf(String file) {
		return file.contains(LIBRARIES)
				? PackageImport.packageOf(file.substring(file.lastIndexOf(LIBRARIES) + LIBRARIES.length())) : file;
	}

	/** The author's import that brings a package: of itself, or of what depends on it. */
	private static PackageImport cause(String name, List<PackageImport> imports, Dependencies dependencies) {
		return cause(name, imports)
			.or(() -> imports.stream().filter((wanted) -> dependencies.reach(wanted.packageName(), name)).findFirst())
			.orElse(imports.get(0));
	}

	private static Optional<PackageImport> cause(String name, List<PackageImport> imports) {
		return imports.stream().filter((wanted) -> wanted.packageName().equals(name)).findFirst();
	}

	/**
	 * One problem for all that is missing of Node.js.
	 * @param modules the modules of Node.js, and the packages that need each
	 */
	private static Problem needsNode(PackageImport at, Map<String, Set<String>> modules) {
		Set<String> names = modules.keySet()
			.stream()
			.map(NodeModules::bare)
			.collect(Collectors.toCollection(TreeSet::new));
		Set<String> users = modules.values()
			.stream()
			.flatMap(Set::stream)
			.collect(Collectors.toCollection(TreeSet::new));
		String list = names.stream().map((name) -> "'" + name + "'").collect(Collectors.joining(", "));
		return at.problem(
				"The package '" + at.packageName() + "'"
						+ ((names.size() == 1) ? " needs the Node.js module %s, which does not exist in a workflow"
								: " needs the Node.js modules %s, which do not exist in a workflow")
							.formatted(list)
						+ (users.equals(Set.of(at.packageName())) ? "" : " (in " + String.join(", ", users) + ")"),
				NodeModules.replacements(names)
						+ "Use another package, or an entry of this one that is made for browsers: a workflow has no access to the server.");
	}

	private static Problem problem(Esbuild.Message message, List<PackageImport> imports, Dependencies dependencies) {
		Matcher unresolved = UNRESOLVED.matcher(message.text());
		if (!isOfEntry(message)) {
			String name = packageOf(message);
			PackageImport cause = cause(name, imports, dependencies);
			return unresolved
				.matches()
						? missing(cause, name, unresolved.group("specifier"), message)
						: cause.problem(
								"The package '%s' cannot be bundled: %s (%s:%d)".formatted(name, message.text(),
										message.file(), message.line()),
								"Use another package, or another version of it.");
		}
		PackageImport wanted = imports.get(message.line() - 1);
		if (unresolved.matches()) {
			return wanted.problem("The package '%s' has no '%s'".formatted(wanted.packageName(), wanted.specifier()),
					"Correct the path. " + message.notes().replaceFirst("You can mark the path.*", "").strip());
		}
		if (NO_EXPORT.matcher(message.text()).matches()) {
			return wanted.nameProblem(
					"No matching export: '%s' does not export %s".formatted(wanted.specifier(),
							wanted.name().equals("default") ? "a default export" : "'" + wanted.name() + "'"),
					"Correct the name, or install a version of the package that exports it.");
		}
		return wanted.problem("The package '%s' cannot be bundled: %s".formatted(wanted.packageName(), message.text()),
				"Use another package, or another version of it.");
	}

	/** What a package needs and does not find. */
	private static Problem missing(PackageImport cause, String name, String specifier, Esbuild.Message message) {
		return notInstalled(cause, "The package '%s' needs '%s', which is not installed (%s:%d)".formatted(name,
				specifier, message.file(), message.line()), PackageImport.packageOf(specifier));
	}

	private static Problem notInstalled(PackageImport wanted, String message, String name) {
		return wanted.problem(message, "Run npm install " + name + WHERE + ".");
	}

	/**
	 * What bundling gave.
	 *
	 * @param modules the bundle and a module for each specifier, or none if there is a
	 * problem
	 * @param problems what is wrong
	 * @param warnings what is not wrong and may fail
	 */
	record Result(List<CompiledModule> modules, List<Problem> problems, List<Problem> warnings) {

		Result(List<CompiledModule> modules, List<Problem> problems) {
			this(modules, problems, List.of());
		}

	}

}
