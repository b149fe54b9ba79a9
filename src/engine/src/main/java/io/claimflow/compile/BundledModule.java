package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * The npm packages of a workflow in one module.
 */
final class BundledModule implements CompiledModule {

	static final String NAME = "packages";

	private final String code;

	private final SourceMap map;

	BundledModule(Esbuild.Output output) {
		this.map = new SourceMap(output.sources(), output.mappings());
		this.code = "(function (linker) {\n" + output.code() + "\nlinker.all(" + Esbuild.GLOBAL + ");\n})";
	}

	@Override
	public String file() {
		return NAME;
	}

	@Override
	public String code() {
		return this.code;
	}

	@Override
	public Optional<SourceLocation> locate(int line, int column) {
		// The entry is ours: it imports what the workflow does.
		return this.map.at(line - 2, column - 1).filter((place) -> !place.file().equals(Esbuild.ENTRY));
	}

	@Override
	public boolean inert() {
		return false;
	}

	@Override
	public boolean constant() {
		return false;
	}

	/** Packages are known to mend what is built in. */
	@Override
	public boolean shareable() {
		return false;
	}

	/** Packages are not looked into. */
	@Override
	public boolean repeatable() {
		return false;
	}

	@Override
	public String source() {
		return "";
	}

}
