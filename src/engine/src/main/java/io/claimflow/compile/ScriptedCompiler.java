package io.claimflow.compile;

/**
 * Runs the TypeScript compiler, which is JavaScript, where SWC has no library.
 */
@FunctionalInterface
public interface ScriptedCompiler {

	/** The resource of the compiler itself, in the webjar of TypeScript. */
	String LIBRARY = "META-INF/resources/webjars/typescript/%s/lib/typescript.js";

	/** The resource that makes a function of the compiler, from text to text. */
	String ADAPTER = "io/claimflow/compile/typescript.js";

	/**
	 * Compiles one module.
	 * @param request the module, as JSON
	 * @return what came of it, as JSON
	 * @throws IllegalStateException if the compiler failed; its message says why
	 */
	String compile(String request);

}
