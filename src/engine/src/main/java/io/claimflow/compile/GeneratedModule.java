package io.claimflow.compile;

import java.util.Set;

import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Findings;
import io.claimflow.artifact.SourceMap;

/**
 * A factory of modules that are no code of the author's: JSON, settings alone, and
 * packages.
 */
final class GeneratedModule {

	private GeneratedModule() {
	}

	/** A file of JSON: its values are objects, which each run may change. */
	static CompiledModule json(String file, String code, String text) {
		return new CompiledModule(file, code, text, new Findings(true, false, true, true));
	}

	/** The settings of a workflow without the rest of its file. */
	static CompiledModule settings(CompiledModule module, String text) {
		return new CompiledModule(module.file(), module.code(), text, Findings.NONE);
	}

	/** What a package exports. */
	static CompiledModule ofPackage(String name, String code) {
		return new CompiledModule(name, code, "", Findings.NONE);
	}

	/**
	 * The npm packages of a workflow, which have a global object of their own where runs
	 * share the real one. Nothing is known of them.
	 */
	static CompiledModule packages(Esbuild.Output output) {
		// A bundle that is imported for what it does alone has no exports.
		String code = "(function (linker) { const globalThis = linker.global, self = globalThis; (function () {\n"
				+ output.code() + "\nlinker.all(" + Esbuild.GLOBAL + " ?? {});\n})(); })";
		// The entry is ours: it imports what the workflow does.
		SourceMap map = new SourceMap(output.sources(), output.mappings()).without(Esbuild.ENTRY);
		return new CompiledModule(CompiledModule.PACKAGES, code, map.moved(1, (line, column) -> column), "", Set.of(),
				Findings.NONE);
	}

}
