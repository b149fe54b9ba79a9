package io.claimflow.engine.realm;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.Program;
import io.claimflow.compile.BuiltInModules;
import io.claimflow.engine.limit.SourceOrigin;
import io.claimflow.kinde.KindeLibrary;
import org.graalvm.polyglot.Source;

/**
 * A program with its modules as sources, which the script engine keeps parsed.
 *
 * @param program the program
 * @param all the modules, the entry first, and the built-in ones that it imports
 * @param sources the same modules as sources
 * @param modules the modules by the name that stack frames show
 * @param inert whether nobody can tell when the modules were evaluated
 */
public record LinkedProgram(Program program, List<CompiledModule> all, List<Source> sources,
		Map<String, CompiledModule> modules, boolean inert) {

	/**
	 * Links a program.
	 * @param sandbox where it is going to run
	 */
	public static LinkedProgram of(Program program, Sandbox sandbox) {
		List<CompiledModule> all = Stream
			.concat(program.modules().stream(),
					program.builtIns().stream().flatMap((name) -> BuiltInModules.module(name).stream()))
			.toList();
		boolean numbers = program.modules()
			.stream()
			.filter((module) -> !module.file().equals(CompiledModule.PACKAGES))
			.map(CompiledModule::code)
			.anyMatch(SourceOrigin::hasBigInt);
		return new LinkedProgram(program, all,
				all.stream().map((module) -> Scripts.source(module.file(), sandbox.code(module), numbers)).toList(),
				all.stream()
					.collect(Collectors.toUnmodifiableMap(CompiledModule::file, (module) -> module,
							(one, other) -> one)),
				all.stream().map(CompiledModule::findings).allMatch(Findings::inert));
	}

	/** Whether the built-in library is among the modules. */
	boolean hasLibrary() {
		return this.program.builtIns().contains(KindeLibrary.MODULE);
	}

	/** Whether npm packages are among the modules. */
	boolean hasPackages() {
		return this.modules.containsKey(CompiledModule.PACKAGES);
	}

	/** Whether the modules do not mind that what runs have in common is frozen. */
	boolean isShareable() {
		return this.all.stream().map(CompiledModule::findings).allMatch(Findings::shareable);
	}

	/** Whether the modules do the same again where the host answers the same. */
	public boolean isRepeatable() {
		return this.all.stream().map(CompiledModule::findings).allMatch(Findings::repeatable);
	}

	/** The constant texts and the names that stand in the source. */
	public Stream<String> texts() {
		return this.all.stream().flatMap((module) -> module.texts().stream());
	}

	/** Whether a text stands in the source of the workflow as a value of its own. */
	public boolean hasConstant(String text) {
		return this.program.modules()
			.stream()
			.map(CompiledModule::source)
			.anyMatch((source) -> Stream.of("\"", "'", "`").anyMatch((quote) -> source.contains(quote + text + quote)));
	}

	/** The names of the modules that are the same for all runs. */
	List<String> kept() {
		return this.all.stream().filter((module) -> module.findings().constant()).map(CompiledModule::file).toList();
	}

	/** The modules that are not. */
	List<Source> own() {
		List<String> kept = kept();
		return this.sources.stream().filter((source) -> !kept.contains(source.getName())).toList();
	}

}
