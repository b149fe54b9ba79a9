package io.claimflow.compile;

import java.util.Optional;
import java.util.Set;

import io.claimflow.SourceLocation;

/**
 * A module of the author's as the sandbox links it.
 */
final class WrittenModule implements CompiledModule {

	private final SourceText source;

	private final ModuleWriter.Written written;

	private final SourceMap mapping;

	private final Set<String> texts;

	private final boolean inert;

	private final boolean shareable;

	private final boolean repeatable;

	WrittenModule(SourceText source, ModuleWriter.Written written, SourceMap mapping, Set<String> texts, boolean inert,
			boolean shareable, boolean repeatable) {
		this.shareable = shareable;
		this.repeatable = repeatable;
		this.source = source;
		this.written = written;
		this.mapping = mapping;
		this.texts = texts;
		this.inert = inert;
	}

	@Override
	public String file() {
		return this.source.file();
	}

	@Override
	public String code() {
		return this.written.text();
	}

	@Override
	public boolean inert() {
		return this.inert;
	}

	@Override
	public boolean constant() {
		return false;
	}

	@Override
	public boolean shareable() {
		return this.shareable;
	}

	@Override
	public boolean repeatable() {
		return this.repeatable;
	}

	@Override
	public String source() {
		return this.source.text();
	}

	@Override
	public Set<String> texts() {
		return this.texts;
	}

	@Override
	public Optional<SourceLocation> locate(int line, int column) {
		if (line < 2) {
			return Optional.empty();
		}
		int[] place = this.written.original(line, column);
		return this.mapping.at(place[0], place[1]);
	}

}
