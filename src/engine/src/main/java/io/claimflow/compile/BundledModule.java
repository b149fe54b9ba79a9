package io.claimflow.compile;

import java.util.List;
import java.util.Optional;

import com.caoccao.javet.swc4j.utils.SourceMapUtils;
import io.claimflow.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * The npm packages of a workflow in one module. Its places are traced back to their files
 * when they are first asked for: only a failure asks.
 */
final class BundledModule implements CompiledModule {

	static final String NAME = "packages";

	private final Esbuild.Output output;

	private final String code;

	private @Nullable SourceMapUtils mappings;

	BundledModule(Esbuild.Output output) {
		this.output = output;
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
	public synchronized Optional<SourceLocation> locate(int line, int column) {
		SourceMapUtils decoded = this.mappings;
		if (decoded == null) {
			decoded = new SourceMapUtils(this.output.sources(), List.of(), this.output.names(), this.output.mappings());
			this.mappings = decoded;
		}
		return Optional.ofNullable(decoded.getNode(line - 2, column - 1))
			.map((node) -> new SourceLocation(this.output.sources().get(node.sourceFileIndex),
					node.originalPosition.line + 1, node.originalPosition.column + 1));
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
