package io.claimflow.compile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Bundling;
import io.claimflow.CompilerUnavailableException;
import io.claimflow.Problem;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Versions;
import io.claimflow.project.Project;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles the workflows of a project, on a thread of its own: a parser that takes too
 * long for a file cannot be stopped, so it is left behind.
 */
public final class ProjectCompiler {

	private static final Logger logger = LoggerFactory.getLogger(ProjectCompiler.class);

	/** The system property that leaves SWC out, to try what happens without it. */
	static final String NO_SWC = "claimflow.compiler.portable";

	/** The name and the version of the other compiler. */
	public static final String PORTABLE = "typescript " + Versions.typescript();

	/** So many times as long as SWC the other compiler may take for a file. */
	private static final int PORTABLE_TIMES = 6;

	private final Bundling bundling;

	private final Duration time;

	private final int abandonable;

	/** What keeps the compilations busy for which nobody waits any more. */
	private final Map<CompletableFuture<Compilation>, SourceText> abandoned = new ConcurrentHashMap<>();

	private final PackageSharing packages = new PackageSharing(this::compiler, this::time);

	private final Supplier<ScriptedCompiler> scripted;

	private @Nullable ModuleCompiler compiler;

	private volatile Versions versions = Versions.current();

	/**
	 * Creates a compiler.
	 * @param bundling how packages are bundled
	 * @param time the time that the compiler may take for a source file
	 * @param abandonable the compilations that may go on, since nothing can stop them,
	 * after that time; while there are as many, nothing else is compiled
	 * @param scripted makes the compiler for a platform for which SWC has no library
	 */
	public ProjectCompiler(Bundling bundling, Duration time, int abandonable, Supplier<ScriptedCompiler> scripted) {
		this.scripted = scripted;
		this.bundling = bundling;
		this.time = time;
		this.abandonable = abandonable;
	}

	/**
	 * Compiles every workflow file of a project, and reports all that is wrong with any
	 * of them, or only the file that takes too long.
	 * @param project the project
	 * @throws CompilerUnavailableException if this platform has no compiler
	 */
	public Compilation compile(Project project) {
		return compile(project, Optional.empty(), Map.of());
	}

	/**
	 * Compiles files of a project that are no workflows, in place of its workflow files.
	 * @param project the project, with those files as its workflow files
	 * @param provided the modules that whoever runs them has, with their exports; they
	 * are not in the programs
	 * @throws CompilerUnavailableException if this platform has no compiler
	 */
	public Compilation compileScripts(Project project, Map<String, Set<String>> provided) {
		return compile(project, Optional.empty(), provided);
	}

	/**
	 * Compiles the sources of an artifact again, to see what they compile to. Its
	 * packages, whose sources it does not have, are taken as they are.
	 * @param artifact the artifact
	 * @throws CompilerUnavailableException if this platform has no compiler
	 */
	public Compilation compileAgain(Artifact artifact) {
		return compile(artifact.project(), Optional.of(artifact), Map.of());
	}

	private Compilation compile(Project project, Optional<Artifact> built, Map<String, Set<String>> provided) {
		compiler();
		Optional<SourceText> known = this.abandoned.values()
			.stream()
			.filter((source) -> source.isIn(project))
			.findAny();
		if (known.isPresent()) {
			return refused(known.get(), "The compiler is still busy with the file, which was deployed before");
		}
		if (this.abandoned.size() >= this.abandonable) {
			return new Compilation(List.of(),
					List.of(new Problem(null,
							"The compiler is still busy with files that were deployed before, and nothing can stop it: "
									+ this.abandoned.values()
										.stream()
										.map(SourceText::file)
										.sorted()
										.collect(Collectors.joining(", ")),
							"Wait until it is done with them, or restart the server.", null)),
					List.of());
		}
		Progress progress = new Progress();
		long stack = project.files().values().stream().mapToLong(Swc::stackSize).max().orElse(0);
		CompletableFuture<Compilation> compilation = new CompletableFuture<>();
		Thread thread = new Thread(null, () -> {
			try {
				compilation.complete(compileHere(project, progress, built, provided));
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
			Progress.Step step = progress.step();
			abandon(compilation, progress, (step != null) ? step.source() : new SourceText("", ""));
			Thread.currentThread().interrupt();
			throw new IllegalStateException(
					"The thread was interrupted while it compiled the project " + project.location(), ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof CompilerUnavailableException unavailable) {
				throw unavailable;
			}
			throw new IllegalStateException("The compiler failed on the project " + project.location(), ex.getCause());
		}
	}

	/**
	 * Looks into the packages of programs that were compiled here, whoever has bundled
	 * them.
	 * @return the same programs with what was found
	 */
	public List<Program> judgePackages(List<Program> programs) {
		return programs.stream().map(this.packages::judged).toList();
	}

	/** Waits as long as no file takes too long. */
	private Compilation answer(CompletableFuture<Compilation> compilation, Progress progress)
			throws InterruptedException, ExecutionException {
		while (true) {
			Progress.Step step = progress.step();
			Duration time = time();
			Duration left = (step != null) ? step.left(time) : time;
			try {
				return compilation.get(left.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				if (step != null && step.equals(progress.step())) {
					abandon(compilation, progress, step.source());
					return refused(step.source(),
							"The compiler was not done with the file after " + time.toMillis() + " ms");
				}
			}
		}
	}

	/** The slower compiler has more. */
	private Duration time() {
		return isPortable() ? this.time.multipliedBy(PORTABLE_TIMES) : this.time;
	}

	private void abandon(CompletableFuture<Compilation> compilation, Progress progress, SourceText source) {
		progress.abandon();
		this.abandoned.put(compilation, source);
		compilation.whenComplete((result, failure) -> this.abandoned.remove(compilation));
	}

	private static Compilation refused(SourceText source, String message) {
		return new Compilation(List.of(),
				List.of(source.problem(source.start(), message,
						"Split it, and give parts of deeply nested expressions and types names of their own.")),
				List.of());
	}

	/** The compilations that go on although nobody waits for them any more. */
	public int abandoned() {
		return this.abandoned.size();
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
		try {
			compiler().begin();
		}
		catch (CompilerUnavailableException ex) {
			// The first compilation fails with it, and says what to do
		}
	}

	/** What is built is built with these versions, once something was. */
	public Versions versions() {
		return this.versions;
	}

	/**
	 * Whether another compiler than SWC compiles here. Loads what there is.
	 * @throws CompilerUnavailableException if there is none
	 */
	public boolean isPortable() {
		return compiler() instanceof PortableCompiler;
	}

	/** The versions of what is built where SWC has no library. */
	public static Versions portableVersions() {
		return Versions.current().with(PORTABLE);
	}

	/** Made on first use: it loads native code, which takes a moment. */
	private synchronized ModuleCompiler compiler() {
		ModuleCompiler made = this.compiler;
		if (made == null) {
			made = load();
			this.compiler = made;
		}
		return made;
	}

	private ModuleCompiler load() {
		CompilerUnavailableException reason;
		try {
			if (!Boolean.getBoolean(NO_SWC)) {
				ModuleCompiler swc = new SwcCompiler(new Swc());
				logger.info("Workflows are compiled with {}", Versions.current().compiler());
				return swc;
			}
			reason = new CompilerUnavailableException("SWC is turned off by -D" + NO_SWC, "Remove it.", null);
		}
		catch (CompilerUnavailableException ex) {
			// What the operator can mend is no reason to be slow for good
			if (!ex.isForPlatform()) {
				throw ex;
			}
			reason = ex;
		}
		catch (LinkageError ex) {
			reason = new CompilerUnavailableException("The TypeScript compiler swc4j is not on the class path",
					"Add com.caoccao.javet:swc4j and its library for this platform, or build the project elsewhere"
							+ " and deploy the artifact.",
					ex);
		}
		if (!PortableCompiler.isAvailable()) {
			throw reason;
		}
		this.versions = portableVersions();
		logger.warn("Workflows are compiled with {} in the script engine, which is slower, and each run has a realm of"
				+ " its own. {}. docs/platforms.md says what that means", PORTABLE, reason.found());
		return new PortableCompiler(this.scripted);
	}

	private Compilation compileHere(Project project, Progress progress, Optional<Artifact> built,
			Map<String, Set<String>> provided) {
		ModuleCompiler compiler = compiler();
		compiler.begin();
		ModuleGraph graph = new ModuleGraph(project, compiler, this.bundling, progress, built, provided);
		List<Program> programs = new ArrayList<>();
		for (String file : project.workflowFiles()) {
			graph.program(file).ifPresent(programs::add);
		}
		List<Problem> neverRun = graph.neverRun();
		if (!project.workflowFiles().isEmpty()) {
			return new Compilation(programs, graph.problems(),
					Stream.concat(graph.warnings().stream(), neverRun.stream()).toList());
		}
		return new Compilation(programs,
				neverRun.stream().map((problem) -> problem.as(Problem.Severity.ERROR)).toList(), List.of());
	}

}
