package io.claimflow.compile;

import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * The npm packages of a workflow in one module.
 */
final class BundledModule implements CompiledModule {

	static final String NAME = "packages";

	private final String code;

	private final SourceMapping mapping;

	BundledModule(Esbuild.Output output, SourceMapDecoder decoder) {
		this.code = "(function (linker) {\n" + output.code() + "\nlinker.all(" + Esbuild.GLOBAL + ");\n})";
		this.mapping = new SourceMapping(output.sourceMap(), output.sources(), decoder);
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
		return this.mapping.at(line - 2, column - 1);
	}

	@Override
	public boolean inert() {
		return false;
	}

	@Override
	public String source() {
		return "";
	}

}
