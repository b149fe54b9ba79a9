package io.claimflow.compile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.kinde.KindeLibrary;
import io.claimflow.project.Project;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the module that an import means: a file of the project, a module that is built
 * in, or an npm package. It never looks outside the project.
 */
final class ModuleResolver {

	private static final String INSTALLED = KindeLibrary.INSTALLED + "/";

	private static final List<String> EXTENSIONS = List.of(".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".json");

	/** TypeScript lets an import name the JavaScript file that its source becomes. */
	private static final Map<String, List<String>> SOURCES = Map.of(".js", List.of(".ts", ".tsx"), ".jsx",
			List.of(".tsx"), ".mjs", List.of(".mts"));

	/** A package, or a path within one. */
	private static final Pattern PACKAGE = Pattern.compile("(@[\\w.~-]+/)?[\\w~-][\\w.~-]*(/.*)?");

	private final Project project;

	private final boolean packages;

	private final Set<String> provided;

	/**
	 * Creates a resolver.
	 * @param packages whether packages can be imported
	 * @param provided the names of modules that whoever runs the code has
	 */
	ModuleResolver(Project project, boolean packages, Set<String> provided) {
		this.provided = provided;
		this.project = project;
		this.packages = packages;
	}

	/**
	 * Finds a module.
	 * @param from the importing file
	 * @param specifier what it imports
	 * @return the module's name: a file of the project, the name of a built-in module, or
	 * that of a package
	 * @throws UnresolvedException if there is none
	 */
	String resolve(String from, String specifier) throws UnresolvedException {
		if (specifier.equals(".") || specifier.equals("..") || specifier.startsWith("./")
				|| specifier.startsWith("../")) {
			return relative(from, specifier);
		}
		if (this.provided.contains(specifier)) {
			return specifier;
		}
		if (specifier.equals(KindeLibrary.MODULE)) {
			return installed().orElse(KindeLibrary.MODULE);
		}
		String bare = NodeModules.bare(specifier);
		if (specifier.equals(KindeLibrary.HOST) ? from.equals(KindeLibrary.MODULE) : BuiltInModules.contains(bare)) {
			return bare;
		}
		if (NodeModules.contains(specifier)) {
			throw new UnresolvedException("The Node.js module '" + bare + "' does not exist in a workflow",
					NodeModules.replacements(List.of(specifier))
							+ "A workflow has no access to the server, only bindings such as url, util or kinde.env.");
		}
		if (specifier.startsWith("/") || specifier.contains(":") || specifier.contains("\\")) {
			throw new UnresolvedException("The import '" + specifier + "' is not a path relative to the file",
					"Import a file of the project by a relative path, such as './name'.");
		}
		if (!PACKAGE.matcher(specifier).matches() || List.of(specifier.split("/")).contains("..")) {
			throw new UnresolvedException("The import '" + specifier + "' is neither a path nor the name of a package",
					"Import a file of the project by a relative path, such as './name', or an installed package.");
		}
		if (!this.packages) {
			throw new UnresolvedException(
					"The package '" + specifier + "' cannot be imported: packages need a project on disk",
					"Put the project into a directory and name that with claimflow.project=file:…, or import a file"
							+ " of the project by a relative path, such as './" + specifier + "'.");
		}
		return Bundler.moduleName(specifier);
	}

	private String relative(String from, String specifier) throws UnresolvedException {
		Deque<String> path = new ArrayDeque<>(List.of(from.split("/")));
		path.removeLast();
		for (String step : specifier.split("/")) {
			if (step.equals("..")) {
				if (path.pollLast() == null) {
					throw new UnresolvedException("The import '" + specifier + "' leaves the project",
							"Import files below the folder of kinde.json only.");
				}
			}
			else if (!step.equals(".") && !step.isEmpty()) {
				path.addLast(step);
			}
		}
		String target = String.join("/", path);
		List<String> candidates = candidates(target);
		for (String candidate : candidates) {
			if (this.project.files().containsKey(candidate)) {
				return candidate;
			}
			String reason = this.project.unreadable().get(candidate);
			if (reason != null) {
				throw new UnresolvedException("The imported file '" + candidate + "' " + reason,
						"Import a text file of the project.");
			}
		}
		String name = target.substring(target.lastIndexOf('/') + 1);
		throw new UnresolvedException("There is no file for the import '" + specifier + "'",
				this.project.files()
					.keySet()
					.stream()
					.filter((file) -> file.substring(file.lastIndexOf('/') + 1).startsWith(name + ".")
							|| file.endsWith("/" + name))
					.min(String::compareTo)
					.map((near) -> "There is a file '" + near + "': correct the path.")
					.orElse("Looked for " + String.join(", ", candidates.subList(0, Math.min(4, candidates.size())))
							+ " and more; add the file or correct the path."));
	}

	private static List<String> candidates(String target) {
		List<String> candidates = new ArrayList<>(List.of(target));
		EXTENSIONS.forEach((extension) -> candidates.add(target + extension));
		SOURCES.forEach((extension, sources) -> {
			if (target.endsWith(extension)) {
				String stem = target.substring(0, target.length() - extension.length());
				sources.forEach((source) -> candidates.add(stem + source));
			}
		});
		String index = target.isEmpty() ? "index" : target + "/index";
		EXTENSIONS.forEach((extension) -> candidates.add(index + extension));
		return candidates;
	}

	/** The entry of the copy that the project has installed, as an ES module. */
	private Optional<String> installed() {
		String description = this.project.files().get(INSTALLED + "package.json");
		if (description == null) {
			return Optional.empty();
		}
		try {
			JsonNode root = JsonMapper.shared().readTree(description);
			JsonNode exported = root.path("exports").path(".");
			return Stream
				.of(exported.path("import").path("default"), exported.path("import"), exported.path("default"),
						root.path("module"), root.path("main"))
				.filter(JsonNode::isString)
				.map((entry) -> INSTALLED + entry.asString().replaceFirst("^\\./", ""))
				.filter(this.project.files()::containsKey)
				.findFirst();
		}
		catch (JacksonException ex) {
			return Optional.empty();
		}
	}

	/** An import that means no module. */
	static final class UnresolvedException extends Exception {

		private static final long serialVersionUID = 1L;

		private final String action;

		UnresolvedException(String message, String action) {
			super(message);
			this.action = action;
		}

		String action() {
			return this.action;
		}

	}

}
