package io.claimflow.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.claimflow.Bundling;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the workflows of a project.
 */
public final class ProjectCompiler {

	private final SourceMapDecoder decoder;

	private final Bundling bundling;

	private @Nullable Swc swc;

	/**
	 * Creates a compiler.
	 * @param decoder reads source maps
	 * @param bundling how packages are bundled
	 */
	public ProjectCompiler(SourceMapDecoder decoder, Bundling bundling) {
		this.decoder = decoder;
		this.bundling = bundling;
	}

	/**
	 * Compiles every workflow file of a project, and reports all that is wrong with any
	 * of them.
	 * @param project the project
	 */
	public Compilation compile(Project project) {
		long stack = project.files().values().stream().mapToLong(Swc::stackSize).max().orElse(0);
		CompletableFuture<Compilation> compilation = new CompletableFuture<>();
		Thread thread = new Thread(null, () -> {
			try {
				compilation.complete(compileHere(project));
			}
			catch (Throwable ex) {
				compilation.completeExceptionally(ex);
			}
		}, "claimflow-compile", stack);
		thread.setDaemon(true);
		start(thread, project, stack);
		try {
			return compilation.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof LinkageError) {
				throw new IllegalStateException(
						"The native library of the TypeScript compiler could not be loaded. It is unpacked to %s: that needs room, and must allow execution"
							.formatted(System.getProperty("java.io.tmpdir")),
						ex.getCause());
			}
			throw new IllegalStateException("The compiler failed on the project " + project.location(), ex.getCause());
		}
	}

	private static void start(Thread thread, Project project, long stack) {
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			throw new IllegalStateException(
					("The system gives no thread with a stack of %d MB, which the parser may need for the project %s:"
							+ " make its longest file shorter, or allow the process more memory")
						.formatted(stack >> 20, project.location()),
					ex);
		}
	}

	/** Loads what the first compilation needs, so that it need not. */
	public void prepare() {
		swc();
	}

	/** Made on first use: it loads native code, which takes a moment. */
	private synchronized Swc swc() {
		Swc made = this.swc;
		if (made == null) {
			made = new Swc();
			this.swc = made;
		}
		return made;
	}

	private Compilation compileHere(Project project) {
		ModuleGraph graph = new ModuleGraph(project, swc(), this.decoder, this.bundling);
		List<Program> programs = new ArrayList<>();
		for (String file : project.workflowFiles()) {
			graph.program(file).ifPresent(programs::add);
		}
		return new Compilation(programs, graph.problems(), List.of());
	}

}
