package io.claimflow.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Program;
import io.claimflow.engine.limit.StatementCounts.Counted;
import io.claimflow.engine.limit.StatementCounts.Part;
import io.claimflow.project.Project;

/**
 * Reads what was counted in compiled code as coverage of the author's files. What the top
 * level of a workflow has executed counts if a test has run the workflow: a realm may
 * have loaded it long before.
 */
final class CoverageReader {

	/** What the compiler adds begins so. */
	private static final String GENERATED = "$module";

	private final Project project;

	private final Map<String, Map<String, CompiledModule>> modules = new HashMap<>();

	private final Set<String> reached = new HashSet<>();

	/**
	 * Creates a reader.
	 * @param scripts the programs that tests have loaded beside the workflows
	 */
	CoverageReader(Project project, List<Program> workflows, List<Program> scripts, List<Counted> counted) {
		this.project = project;
		for (Program program : workflows) {
			add(program);
			if (counted.stream().anyMatch((source) -> isRun(source, program))) {
				program.modules().forEach((module) -> this.reached.add(module.file()));
			}
		}
		for (Program script : scripts) {
			add(script);
			script.modules().forEach((module) -> this.reached.add(module.file()));
		}
	}

	private void add(Program program) {
		for (CompiledModule module : program.modules()) {
			this.modules.computeIfAbsent(module.file(), (file) -> new HashMap<>()).put(module.code(), module);
		}
	}

	private static boolean isRun(Counted source, Program program) {
		CompiledModule entry = program.entry();
		return source.source().equals(entry.file()) && source.parts()
			.stream()
			.anyMatch((part) -> part.function() != null && part.executions() > 0
					&& entry.locate(part.line(), part.column()).isPresent());
	}

	/** Whether a file that no program has is worth a line of its own. */
	boolean isMissing(String file) {
		String folder = this.project.workflowsFolder();
		return !this.modules.containsKey(file) && !Project.isTest(file)
				&& (folder.isEmpty() || file.startsWith(folder + "/"));
	}

	/**
	 * The coverage of each file that has a statement.
	 * @param others the programs of files that nothing has loaded
	 */
	List<FileCoverage> read(List<Counted> counted, List<Program> others) {
		others.forEach(this::add);
		SortedMap<String, Found> files = new TreeMap<>();
		for (Counted source : counted) {
			CompiledModule module = this.modules.getOrDefault(source.source(), Map.of()).get(source.code());
			if (module != null && this.project.files().containsKey(module.file()) && !Project.isTest(module.file())) {
				add(files.computeIfAbsent(module.file(), (file) -> new Found()), module, source);
			}
		}
		return files.entrySet()
			.stream()
			.filter((file) -> !file.getValue().lines.isEmpty())
			.map((file) -> file.getValue().coverage(file.getKey()))
			.toList();
	}

	private void add(Found found, CompiledModule module, Counted source) {
		List<String> lines = source.code().lines().toList();
		boolean loaded = this.reached.contains(module.file());
		for (Part part : source.parts()) {
			Optional<SourceLocation> location = module.locate(part.line(), part.column())
				.filter((place) -> place.file().equals(module.file()))
				.filter((place) -> !isGenerated(lines, part));
			long executions = loaded ? part.whileLoading() + part.executions() : 0;
			location.ifPresent((place) -> {
				if (part.function() == null) {
					found.lines.merge(place.line(), executions, Math::max);
				}
				else {
					found.functions.merge(place,
							new FileCoverage.Function(name(part.function()), place.line(), executions),
							(one, other) -> new FileCoverage.Function(one.name(), one.line(),
									Math.max(one.calls(), other.calls())));
				}
			});
		}
	}

	private static boolean isGenerated(List<String> lines, Part part) {
		return part.line() <= lines.size() && lines.get(part.line() - 1).startsWith(GENERATED, part.column() - 1);
	}

	private static String name(String function) {
		return (function.isEmpty() || function.startsWith(":")) ? "(anonymous)" : function;
	}

	private static final class Found {

		private final SortedMap<Integer, Long> lines = new TreeMap<>();

		private final Map<SourceLocation, FileCoverage.Function> functions = new HashMap<>();

		FileCoverage coverage(String file) {
			List<FileCoverage.Function> ordered = new ArrayList<>();
			this.functions.entrySet()
				.stream()
				.sorted(Map.Entry.comparingByKey(
						Comparator.comparingInt(SourceLocation::line).thenComparingInt(SourceLocation::column)))
				.forEach((function) -> ordered.add(function.getValue()));
			return new FileCoverage(file, this.lines, ordered);
		}

	}

}
