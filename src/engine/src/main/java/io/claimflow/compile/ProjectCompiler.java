package io.claimflow.compile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.claimflow.Bundling;
import io.claimflow.Problem;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the workflows of a project, on a thread of its own: a parser that takes too
 * long for a file cannot be stopped, so it is left behind.
 */
public final class ProjectCompiler {

	private final SourceMapDecoder decoder;

	private final Bundling bundling;

	private final Duration time;

	private final int abandonable;

	private final AtomicInteger abandoned = new AtomicInteger();

	private @Nullable Swc swc;

	/**
	 * Creates a compiler.
	 * @param decoder reads source maps
	 * @param bundling how packages are bundled
	 * @param time the time that the compiler may take for a source file
	 * @param abandonable the compilations that may go on, since nothing can stop them,
	 * after that time; while there are as many, nothing else is compiled
	 */
	public ProjectCompiler(SourceMapDecoder decoder, Bundling bundling, Duration time, int abandonable) {
		this.decoder = decoder;
		this.bundling = bundling;
		this.time = time;
		this.abandonable = abandonable;
	}

	/**
	 * Compiles every workflow file of a project, and reports all that is wrong with any
	 * of them, or only the file that takes too long.
	 * @param project the project
	 */
	public Compilation compile(Project project) {
		if (this.abandoned.get() >= this.abandonable) {
			return refused(new Problem(null,
					"The compiler is still busy with files of %d deployments before, and nothing can stop it"
						.formatted(this.abandonable),
					"Wait until it is done with them, or restart the server with a project that does not have them.",
					null));
		}
		Progress progress = new Progress();
		long stack = project.files().values().stream().mapToLong(Swc::stackSize).max().orElse(0);
		CompletableFuture<Compilation> compilation = new CompletableFuture<>();
		Thread thread = new Thread(null, () -> {
			try {
				compilation.complete(compileHere(project, progress));
			}
			catch (Throwable ex) {
				compilation.completeExceptionally(ex);
			}
		}, "claimflow-compile", stack);
		thread.setDaemon(true);
		start(thread, project, stack);
		try {
			return answer(compilation, progress);
		}
		catch (InterruptedException ex) {
			abandon(compilation, progress);
			Thread.currentThread().interrupt();
			throw new IllegalStateException(
					"The thread was interrupted while it compiled the project " + project.location(), ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof LinkageError) {
				throw new IllegalStateException(
						"The native library of the TypeScript compiler could not be loaded. It is unpacked to %s: that needs room, and must allow execution"
							.formatted(System.getProperty("java.io.tmpdir")),
						ex.getCause());
			}
			throw new IllegalStateException("The compiler failed on the project " + project.location(), ex.getCause());
		}
	}

	/** Waits as long as no file takes too long. */
	private Compilation answer(CompletableFuture<Compilation> compilation, Progress progress)
			throws InterruptedException, ExecutionException {
		while (true) {
			Progress.Step step = progress.step();
			Duration left = (step != null) ? step.left(this.time) : this.time;
			try {
				return compilation.get(left.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (step != null && step.equals(progress.step())) {
					abandon(compilation, progress);
					return refused(step.source()
						.problem(step.source().start(),
								"The compiler was not done with the file after " + this.time.toMillis() + " ms",
								"Split it, and give parts of deeply nested expressions and types names of their own."));
				}
			}
		}
	}

	private void abandon(CompletableFuture<Compilation> compilation, Progress progress) {
		progress.abandon();
		this.abandoned.incrementAndGet();
		compilation.whenComplete((result, failure) -> this.abandoned.decrementAndGet());
	}

	private static Compilation refused(Problem problem) {
		return new Compilation(List.of(), List.of(problem), List.of());
	}

	/** The compilations that go on although nobody waits for them any more. */
	public int abandoned() {
		return this.abandoned.get();
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

	private Compilation compileHere(Project project, Progress progress) {
		ModuleGraph graph = new ModuleGraph(project, swc(), this.decoder, this.bundling, progress);
		List<Program> programs = new ArrayList<>();
		for (String file : project.workflowFiles()) {
			graph.program(file).ifPresent(programs::add);
		}
		return new Compilation(programs, graph.problems(), List.of());
	}

}
