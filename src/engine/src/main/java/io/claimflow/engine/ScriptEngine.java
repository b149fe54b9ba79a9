package io.claimflow.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Limits;
import io.claimflow.SourceLocation;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import io.claimflow.compile.Compilation;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs files of a project that are no workflows, such as tests, with the compiler and in
 * the sandbox of an engine, each in a realm of its own.
 */
public final class ScriptEngine {

	private static final String ENTRY = "claimflow:script";

	private final WorkflowEngine engine;

	/** The engine keeps the module parsed for as long as something refers to it. */
	private volatile @Nullable Script warm;

	public ScriptEngine(WorkflowEngine engine) {
		this.engine = engine;
	}

	/**
	 * Evaluates a tool's module, in a realm that nothing else runs in, so that no script
	 * is the first to do so.
	 * @param module what scripts are going to import
	 */
	public void warmUp(ScriptModule module) {
		String file = "claimflow:warm-up";
		Script script = new Script(file,
				this.engine.linked(new Program(file,
						List.of(entry(file, module.name()), tool(module),
								new CompiledModule(file, "(function (linker) {})", "", Findings.NONE)),
						List.of(), Map.of(), List.of(), new SourceLocation(file, 1, 1))));
		this.warm = script;
		Limits limits = Limits.builder()
			.deadline(WarmUp.DEADLINE)
			.cpuTime(WarmUp.DEADLINE)
			.loadTime(WarmUp.DEADLINE)
			.build();
		try (ScriptRealm realm = open(script, limits, ScriptHost.NONE)) {
			realm.call(Map.of(), WarmUp.DEADLINE);
		}
	}

	/**
	 * Compiles files of a project.
	 * @param project the project that has them
	 * @param files the files, relative to its root
	 * @param module what they can import from the tool
	 */
	public ScriptCompilation compile(Project project, List<String> files, ScriptModule module) {
		Project scripts = new Project(project.location(), project.directory(), files, project.files(),
				project.unreadable(), project.workflowsFolder(), List.of());
		Compilation compilation = this.engine.compileScripts(scripts, Map.of(module.name(), module.exports()));
		CompiledModule tool = tool(module);
		List<Script> compiled = new ArrayList<>();
		Set<String> broken = compilation.problems()
			.stream()
			.flatMap((problem) -> Stream.ofNullable(problem.location()))
			.map(SourceLocation::file)
			.collect(Collectors.toSet());
		for (Program program : compilation.programs()) {
			if (program.modules().stream().map(CompiledModule::file).noneMatch(broken::contains)) {
				compiled.add(new Script(program.file(),
						this.engine.linked(program.with(Stream
							.concat(Stream.of(entry(program.file(), module.name()), tool), program.modules().stream())
							.toList()))));
			}
		}
		return new ScriptCompilation(compiled, compilation.problems());
	}

	/**
	 * Lets what is executed from now on count as what tests reach.
	 */
	public void beginCoverage() {
		this.engine.beginCoverage();
	}

	/**
	 * How much of a project was executed since coverage began, file by file. Files of the
	 * workflows' folder that nothing has loaded are among them; tests are not.
	 * @param project the project
	 * @param loaded its workflows
	 * @param scripts the scripts that have run
	 * @param module what scripts can import from the tool
	 * @throws IllegalStateException if the engine was not built to count
	 */
	public List<FileCoverage> coverage(Project project, LoadedProject loaded, List<Script> scripts,
			ScriptModule module) {
		CoverageReader reader = new CoverageReader(project, loaded.artifact().programs(), programs(scripts),
				this.engine.counted(List.of()));
		List<String> missing = project.otherSources().stream().filter(reader::isMissing).toList();
		List<Script> unread = missing.isEmpty() ? List.of() : compile(project, missing, module).scripts();
		return reader.read(this.engine.counted(unread), programs(unread));
	}

	private static List<Program> programs(List<Script> scripts) {
		return scripts.stream().map((script) -> script.program().program()).toList();
	}

	private static CompiledModule tool(ScriptModule module) {
		return new CompiledModule(module.name(), module.code(), "", Findings.NONE);
	}

	/** Evaluates the tool's module, then the script, and is called as the tool's main. */
	private static CompiledModule entry(String file, String module) {
		JsonMapper json = JsonMapper.shared();
		return new CompiledModule(ENTRY, """
				(function (linker) {
				  "use strict";
				  const tool = linker.require(%s);
				  linker.require(%s);
				  linker.define("default", () => (event) => tool.main(event.request));
				})""".formatted(json.writeValueAsString(module), json.writeValueAsString(file)), "", Findings.NONE);
	}

	/**
	 * Makes a realm for a script.
	 * @param limits the limits of each call; of the deadline, a call says more
	 * @param host what the tool's module can call
	 */
	public ScriptRealm open(Script script, Limits limits, ScriptHost host) {
		return this.engine.open(script, limits, host);
	}

}
