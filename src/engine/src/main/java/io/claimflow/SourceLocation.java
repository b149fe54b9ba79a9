package io.claimflow;

/**
 * A place in a file of a project.
 *
 * @param file the file, relative to the project's root, with forward slashes
 * @param line the line, from 1
 * @param column the column, from 1, in UTF-16 code units
 */
public record SourceLocation(String file, int line, int column) {

	/** For logs and terminals: a name of a package's file can be anything. */
	@Override
	public String toString() {
		return this.file.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?") + ":" + this.line + ":" + this.column;
	}

}
