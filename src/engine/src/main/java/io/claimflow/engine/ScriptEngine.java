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
import io.claimflow.engine.realm.LinkedProgram;
import io.claimflow.project.Project;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs files of a project that are no workflows, such as tests, with the compiler and in
 * the sandbox of an engine, each in a realm of its own.
 */
public final class ScriptEngine {

	private static final String ENTRY = "claimflow:script";

	private final WorkflowEngine engine;

	public ScriptEngine(WorkflowEngine engine) {
		this.engine = engine;
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
		CompiledModule tool = new CompiledModule(module.name(), module.code(), "", Findings.NONE);
		List<Script> compiled = new ArrayList<>();
		Set<String> broken = compilation.problems()
			.stream()
			.flatMap((problem) -> Stream.ofNullable(problem.location()))
			.map(SourceLocation::file)
			.collect(Collectors.toSet());
		for (Program program : compilation.programs()) {
			if (program.modules().stream().map(CompiledModule::file).noneMatch(broken::contains)) {
				compiled.add(new Script(program.file(),
						LinkedProgram.of(program.with(Stream
							.concat(Stream.of(entry(program.file(), module.name()), tool), program.modules().stream())
							.toList()))));
			}
		}
		return new ScriptCompilation(compiled, compilation.problems());
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
