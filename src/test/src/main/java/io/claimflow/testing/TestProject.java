package io.claimflow.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.claimflow.Bundling;
import io.claimflow.Capacity;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.engine.DeployedWorkflow;
import io.claimflow.engine.DryRun;
import io.claimflow.engine.FileCoverage;
import io.claimflow.engine.Inspection;
import io.claimflow.engine.LoadedProject;
import io.claimflow.engine.Script;
import io.claimflow.engine.ScriptEngine;
import io.claimflow.engine.WorkflowEngine;
import io.claimflow.fetch.FetchLimits;
import io.claimflow.project.Project;
import io.claimflow.project.ProjectReader;
import org.jspecify.annotations.Nullable;

/**
 * A project that an engine has loaded, to run its workflows with what a test gives them.
 * The compiler, the sandbox, the limits and the protected claims are those of a server.
 * Safe for use by many threads.
 */
public final class TestProject implements AutoCloseable {

	private final Settings settings;

	private final Engines engines;

	private final Project project;

	private final LoadedProject loaded;

	private TestProject(Settings settings, Engines engines, Project project, LoadedProject loaded) {
		this.settings = settings;
		this.engines = engines;
		this.project = project;
		this.loaded = loaded;
	}

	/**
	 * Loads the project in a folder, or above it.
	 * @throws InvalidProjectException with every problem of the project
	 */
	public static TestProject load(Path folder) throws InvalidProjectException {
		return builder().load(folder.toString());
	}

	/**
	 * Loads a project into the engine of an application: it has the application's limits,
	 * triggers, variables, keys and texts, and a test may say otherwise. Calls reach
	 * nothing but stubs. Closing it does not end the engine.
	 * @throws InvalidProjectException with every problem of the project
	 */
	public static TestProject of(WorkflowEngine engine, Project project) throws InvalidProjectException {
		Settings settings = new Settings(engine.limits(), FetchLimits.defaults(), Capacity.defaults(),
				Bundling.defaults(), Set.of(), false, true, Optional.empty());
		Engines engines = Engines.warming(engine, () -> engine.warmUp(1));
		return new TestProject(settings, engines, project, engine.load(engine.build(project)));
	}

	/** Begins with the limits that a server has where nothing else is said. */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Loads the project again, from where it was loaded. If its files are the same, it is
	 * not built again. This one can be used no more.
	 * @throws InvalidProjectException with every problem of the project; this one can go
	 * on then
	 */
	public TestProject reload() throws InvalidProjectException {
		Project read = this.settings.read(this.project.location());
		if (withoutTests(read).equals(withoutTests(this.project))) {
			return with(read);
		}
		LoadedProject loaded = engine().load(engine().build(read));
		this.loaded.close();
		return new TestProject(this.settings, this.engines, read, loaded);
	}

	/** The same workflows with other tests. */
	TestProject with(Project project) {
		return new TestProject(this.settings, this.engines, project, this.loaded);
	}

	private static List<Object> withoutTests(Project project) {
		return List.of(project.workflowFiles(), project.problems(), project.unreadable(),
				project.files()
					.entrySet()
					.stream()
					.filter((file) -> !Project.isTest(file.getKey()))
					.collect(Collectors.toMap((file) -> file.getKey(), (file) -> file.getValue())));
	}

	/** The files of the project, as they were read. */
	public Project project() {
		return this.project;
	}

	/** What was built of it. */
	public Artifact artifact() {
		return this.loaded.artifact();
	}

	/** The workflows. */
	public List<Workflow> workflows() {
		return this.loaded.workflows().stream().map(DeployedWorkflow::workflow).toList();
	}

	/**
	 * What is worth a look in it. What only a server can have, such as variables, is not.
	 */
	public List<Problem> warnings() {
		return this.artifact().warnings();
	}

	/**
	 * Begins a run of a workflow.
	 * @param id the workflow's identifier
	 * @throws IllegalArgumentException if there is none
	 */
	public TestRun workflow(String id) {
		return new TestRun(this, this.loaded.workflows()
			.stream()
			.filter((loaded) -> loaded.workflow().id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no workflow \"%s\"; the project has %s"
				.formatted(id, workflows().stream().map(Workflow::id).sorted().collect(Collectors.joining(", "))))));
	}

	/**
	 * Begins a run of the workflow of a trigger.
	 * @throws IllegalArgumentException if there is none
	 */
	public TestRun workflow(Trigger trigger) {
		return new TestRun(this,
				this.loaded.workflow(trigger)
					.orElseThrow(() -> new IllegalArgumentException(
							"There is no workflow on the trigger \"%s\"; there are some on %s".formatted(trigger,
									workflows().stream()
										.map((workflow) -> workflow.trigger().id())
										.sorted()
										.collect(Collectors.joining(", "))))));
	}

	/** What a workflow is compiled to, or empty if there is none of that identifier. */
	Optional<Program> program(String id) {
		return workflows().stream()
			.filter((workflow) -> workflow.id().equals(id))
			.flatMap((workflow) -> artifact().programs()
				.stream()
				.filter((program) -> program.file().equals(workflow.file())))
			.findFirst();
	}

	WorkflowEngine engine() {
		return this.engines.workflows();
	}

	/** Returns once the engine has run something. */
	void awaitWarmUp() {
		this.engines.warm().join();
	}

	/** The engine, once it has run something. */
	WorkflowEngine warmEngine() {
		awaitWarmUp();
		return engine();
	}

	/** What runs its tests. */
	ScriptEngine scripts() {
		return this.engines.scripts();
	}

	/** How much of it the scripts have reached, if it was loaded to tell. */
	List<FileCoverage> coverage(List<Script> scripts) {
		return this.settings.coverage() ? scripts().coverage(this.project, this.loaded, scripts, TestModule.MODULE)
				: List.of();
	}

	/** Whether somebody looks into it with a debugger, and takes their time. */
	boolean isInspected() {
		return this.settings.inspection().isPresent();
	}

	FetchLimits fetchLimits() {
		return this.settings.fetchLimits();
	}

	/** Begins what a run is given. */
	DryRun.Builder dryRun() {
		return this.settings.ofApplication() ? DryRun.builder().fallBackOnEngine() : DryRun.builder();
	}

	/** Ends the engine, unless it is that of an application. */
	@Override
	public void close() {
		this.loaded.close();
		if (!this.settings.ofApplication()) {
			engine().close();
		}
	}

	/**
	 * An engine, for workflows and for tests.
	 *
	 * @param workflows runs workflows
	 * @param scripts runs tests
	 * @param warm ends when it has run something: what runs first is much slower than
	 * anything else
	 */
	private record Engines(WorkflowEngine workflows, ScriptEngine scripts, CompletableFuture<?> warm) {

		static Engines cold(WorkflowEngine engine) {
			return new Engines(engine, new ScriptEngine(engine), CompletableFuture.completedFuture(null));
		}

		/** Beside the build, as a server does at its start. */
		static Engines warming(WorkflowEngine engine, Runnable work) {
			return warming(engine, new ScriptEngine(engine), work);
		}

		static Engines warmingForTests(WorkflowEngine engine) {
			ScriptEngine scripts = new ScriptEngine(engine);
			return warming(engine, scripts, () -> scripts.warmUp(TestModule.MODULE));
		}

		private static Engines warming(WorkflowEngine engine, ScriptEngine scripts, Runnable work) {
			CompletableFuture<Void> warm = new CompletableFuture<>();
			Thread thread = new Thread(() -> {
				try {
					work.run();
				}
				catch (RuntimeException | Error ex) {
					// The engine was closed meanwhile, or the first run fails and says
					// why.
				}
				finally {
					warm.complete(null);
				}
			}, "claimflow-warm-up");
			thread.setDaemon(true);
			thread.start();
			return new Engines(engine, scripts, warm);
		}

	}

	/** What a project is loaded with. */
	private record Settings(Limits limits, FetchLimits fetchLimits, Capacity capacity, Bundling bundling,
			Set<Trigger> triggers, boolean coverage, boolean ofApplication, Optional<Inspection> inspection) {

		Project read(String location) throws InvalidProjectException {
			return new ProjectReader(this.limits, Optional.ofNullable(Thread.currentThread().getContextClassLoader())
				.orElseGet(TestProject.class::getClassLoader)).read(location);
		}

	}

	/** Loads a project. */
	public static final class Builder {

		private static final Duration PATIENCE = Duration.ofDays(1);

		private Limits limits = Limits.defaults();

		private FetchLimits fetchLimits = FetchLimits.defaults();

		private Capacity capacity = Capacity.defaults();

		private Bundling bundling = Bundling.defaults();

		private Set<Trigger> triggers = Set.copyOf(Trigger.builtIn());

		private boolean coverage;

		private boolean tests;

		private @Nullable Inspection inspection;

		private Builder() {
		}

		/** The limits of runs and projects. */
		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		/** The limits of calls. */
		public Builder fetchLimits(FetchLimits fetchLimits) {
			this.fetchLimits = fetchLimits;
			return this;
		}

		/** What all runs together may take. */
		public Builder capacity(Capacity capacity) {
			this.capacity = capacity;
			return this;
		}

		/** How the packages that workflows import are bundled. */
		public Builder bundling(Bundling bundling) {
			this.bundling = bundling;
			return this;
		}

		/** The triggers that there are, in place of the built-in ones. */
		public Builder triggers(Set<Trigger> triggers) {
			this.triggers = triggers;
			return this;
		}

		/**
		 * Gets ready for {@link ProjectTests} while the project is loaded, so that its
		 * first test need not wait.
		 */
		public Builder tests() {
			this.tests = true;
			return this;
		}

		/**
		 * Tells in {@link TestReport#coverage()} how much of the code the tests of the
		 * project execute. They are slower then.
		 */
		public Builder coverage() {
			this.coverage = true;
			return this;
		}

		/**
		 * Lets a debugger look into the runs, which then have all the time there is. It
		 * needs {@code chromeinspector-tool} of GraalVM's on the class path.
		 */
		public Builder inspection(Inspection inspection) {
			this.inspection = inspection;
			this.limits = Limits.builder()
				.deadline(PATIENCE)
				.cpuTime(PATIENCE)
				.loadTime(PATIENCE)
				.statements(Long.MAX_VALUE)
				.build();
			this.capacity = Capacity.builder().cpuTime(PATIENCE).pausedTime(PATIENCE).preparedRealms(0).build();
			FetchLimits defaults = FetchLimits.defaults();
			this.fetchLimits = new FetchLimits(PATIENCE, defaults.responseBytes(), defaults.redirects(),
					defaults.allow());
			return this;
		}

		private Settings settings() {
			return new Settings(this.limits, this.fetchLimits, this.capacity, this.bundling, Set.copyOf(this.triggers),
					this.coverage, false, Optional.ofNullable(this.inspection));
		}

		/**
		 * Reads a project, builds it and loads it.
		 * @param location a {@code file:} or {@code classpath:} location, or the path of
		 * a folder
		 * @throws InvalidProjectException with every problem of the project
		 */
		public TestProject load(String location) throws InvalidProjectException {
			return load(settings().read(location));
		}

		/**
		 * Builds a project and loads it.
		 * @throws InvalidProjectException with every problem of the project
		 */
		public TestProject load(Project project) throws InvalidProjectException {
			Settings settings = settings();
			Engines engines = engines(settings);
			WorkflowEngine engine = engines.workflows();
			try {
				return new TestProject(settings, engines, project, engine.load(engine.build(project)));
			}
			catch (InvalidProjectException | RuntimeException | Error ex) {
				engine.close();
				throw ex;
			}
		}

		/**
		 * Loads what was built.
		 * @throws InvalidProjectException with every problem that this engine finds
		 */
		public TestProject load(Artifact artifact) throws InvalidProjectException {
			Settings settings = settings();
			Engines engines = engines(settings);
			WorkflowEngine engine = engines.workflows();
			try {
				return new TestProject(settings, engines, artifact.project(), engine.load(artifact));
			}
			catch (InvalidProjectException | RuntimeException | Error ex) {
				engine.close();
				throw ex;
			}
		}

		private Engines engines(Settings settings) {
			WorkflowEngine engine = engine(settings);
			if (settings.inspection().isPresent()) {
				return Engines.cold(engine);
			}
			return this.tests ? Engines.warmingForTests(engine) : Engines.warming(engine, () -> engine.warmUp(1));
		}

		private static WorkflowEngine engine(Settings settings) {
			WorkflowEngine.Builder builder = WorkflowEngine.builder()
				.limits(settings.limits())
				.capacity(settings.capacity())
				.bundling(settings.bundling())
				.triggers(settings.triggers());
			settings.inspection().ifPresent(builder::inspection);
			return (settings.coverage() ? builder.countStatements() : builder).build();
		}

	}

}
