package io.claimflow.artifact;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.claimflow.SourceLocation;

/**
 * One workflow file with every module that it imports, directly or not.
 *
 * @param file the workflow file, relative to the project's root
 * @param modules the modules, the entry first: the workflow file itself. Programs of one
 * compilation share the modules that they have in common
 * @param builtIns the names of the modules of the engine's own that it imports, directly
 * or not
 * @param settings the locations of the values in {@code workflowSettings} by their path,
 * such as {@code ["failurePolicy", "action"]}; the empty path is always there, and stands
 * for {@code workflowSettings} itself
 * @param uses what the author's files use without declaring it, file by file
 * @param defaultExport where the workflow file writes its default export, or the start of
 * the file
 */
public record Program(String file, List<CompiledModule> modules, List<String> builtIns,
		Map<List<String>, SourceLocation> settings, List<Use> uses, SourceLocation defaultExport) {

	public Program {
		modules = List.copyOf(modules);
		builtIns = List.copyOf(builtIns);
		settings = settings.entrySet()
			.stream()
			.filter((setting) -> setting.getKey().stream().allMatch(WellFormed::is))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
		uses = List.copyOf(uses);
	}

	/** The module of the workflow file itself. */
	public CompiledModule entry() {
		return this.modules.get(0);
	}

	/**
	 * Where the workflow file writes the value of a setting.
	 * @param path the path within {@code workflowSettings}
	 * @return the location of that value, or of the closest thing around it that is there
	 */
	public SourceLocation setting(List<String> path) {
		for (int length = path.size(); length > 0; length--) {
			SourceLocation found = this.settings.get(path.subList(0, length));
			if (found != null) {
				return found;
			}
		}
		return this.settings.getOrDefault(List.of(), new SourceLocation(this.file, 1, 1));
	}

	/** The same program with other modules. */
	public Program with(List<CompiledModule> modules) {
		return new Program(this.file, modules, this.builtIns, this.settings, this.uses, this.defaultExport);
	}

}
