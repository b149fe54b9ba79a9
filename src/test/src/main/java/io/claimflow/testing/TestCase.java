package io.claimflow.testing;

import java.util.List;
import java.util.Optional;

import io.claimflow.SourceLocation;

/**
 * A test of an author's.
 *
 * @param file the file, relative to the project's root
 * @param names the names of the groups that it is in, and its own; empty for the file as
 * a whole
 * @param location where it is declared, if known
 */
public record TestCase(String file, List<String> names, Optional<SourceLocation> location) {

	public TestCase {
		names = List.copyOf(names);
	}

	/** The file as a whole, which cannot be loaded. */
	static TestCase file(String file) {
		return new TestCase(file, List.of(), Optional.empty());
	}

	/** Its name with those of the groups, such as {@code plans › of machines}. */
	public String name() {
		return this.names.isEmpty() ? this.file : String.join(" › ", this.names);
	}

}
