package io.claimflow.compile;

import io.claimflow.Problem;

/**
 * One name that a file of the author's imports from an npm package.
 *
 * @param source the file
 * @param specifier what it imports from: a package, or a path within one
 * @param name the export, {@link EsModule#NAMESPACE} for all of them, or empty for none
 */
record PackageImport(AuthorModule source, String specifier, String name) {

	/** The package that a specifier, or a path below node_modules, is in. */
	static String packageOf(String specifier) {
		String[] steps = specifier.split("/", 3);
		return (specifier.startsWith("@") && steps.length > 1) ? steps[0] + "/" + steps[1] : steps[0];
	}

	String packageName() {
		return packageOf(this.specifier);
	}

	/** Whether two imports are one to a bundler. */
	boolean isSame(PackageImport other) {
		return this.specifier.equals(other.specifier) && this.name.equals(other.name);
	}

	/** A problem with what it imports from. */
	Problem problem(String message, String action) {
		return this.source.importProblem(this.specifier, message, action);
	}

	/** A problem with the name. */
	Problem nameProblem(String message, String action) {
		return this.source.importProblem(this.specifier, this.name, message, action);
	}

}
