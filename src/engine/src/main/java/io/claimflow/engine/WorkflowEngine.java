package io.claimflow.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.claimflow.Bundling;
import io.claimflow.Capacity;
import io.claimflow.Claims;
import io.claimflow.CompilerUnavailableException;
import io.claimflow.VariableSource;
import io.claimflow.WarningPolicy;
import io.claimflow.Event;
import io.claimflow.EventSuppliers;
import io.claimflow.InvalidProjectException;
import io.claimflow.Limits;
import io.claimflow.Localization;
import io.claimflow.Outcome;
import io.claimflow.Problem;
import io.claimflow.SecureFetchKeys;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.Program;
import io.claimflow.artifact.Use;
import io.claimflow.cache.InMemoryTokenStore;
import io.claimflow.cache.InMemoryValueStore;
import io.claimflow.cache.TokenCache;
import io.claimflow.cache.TokenStore;
import io.claimflow.cache.ValueLimits;
import io.claimflow.cache.ValueStore;
import io.claimflow.compile.Compilation;
import io.claimflow.compile.ProjectCompiler;
import io.claimflow.engine.ArtifactCheck.Checked;
import io.claimflow.engine.limit.StatementCounts;
import io.claimflow.engine.limit.StatementCounts.Counted;
import io.claimflow.engine.realm.Fixed;
import io.claimflow.engine.realm.Inspector;
import io.claimflow.engine.realm.LinkedProgram;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.RealmPool;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.realm.TypeScriptCompiler;
import io.claimflow.engine.watch.RunThreads;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.fetch.FetchHandler;
import io.claimflow.project.Project;
import io.claimflow.settings.VariableCheck;
import org.jspecify.annotations.Nullable;

/**
 * An engine that builds projects, loads what was built, and runs the workflows of what it
 * has loaded in a sandbox. What is live is for others to decide. Safe for use by many
 * threads.
 */
public final class WorkflowEngine implements AutoCloseable {

	private static final Comparator<SourceLocation> IN_ORDER = Comparator.comparing(SourceLocation::file)
		.thenComparingInt(SourceLocation::line)
		.thenComparingInt(SourceLocation::column);

	/** The binding of workflows that encrypt. */
	private static final String SECURE_FETCH = "kinde.secureFetch";

	private final Limits limits;

	private final Capacity capacity;

	private final Sandbox sandbox;

	private final RealmPool realms;

	private final Watchdog watchdog;

	private final RunThreads workers;

	private final RunDispatcher dispatcher;

	private final ProjectCompiler compiler;

	private final ArtifactCheck check;

	private final BlockingLookups lookups;

	private final Set<Trigger> triggers;

	private final WarningPolicy warningPolicy;

	private final VariableCheck variableCheck;

	private final SecureFetchKeys secureFetchKeys;

	private final HostServices services;

	private final VariableSource variables;

	/**
	 * The trials of artifacts that nobody has loaded yet, for as long as somebody may.
	 */
	private final Map<Artifact, Trial> trials = Collections.synchronizedMap(new WeakHashMap<>());

	/**
	 * What the programs of the last build export: those that are the same in the next one
	 * need not be loaded for that again.
	 */
	private Map<Program, Map<String, Object>> described = Map.of();

	/** Whether a project was loaded: the first takes longer. */
	private volatile boolean started;

	private WorkflowEngine(Builder builder) {
		this.limits = builder.limits;
		this.capacity = builder.capacity;
		this.sandbox = new Sandbox(builder.limits, builder.counting, Optional.ofNullable(builder.inspection)
			.map((how) -> new Inspector(how.port(), how.sources(), how.listening())));
		this.realms = new RealmPool(this.sandbox, builder.capacity.preparedRealms());
		this.watchdog = new Watchdog(builder.capacity);
		this.workers = new RunThreads(builder.limits.stackBytes(), builder.context);
		this.lookups = new BlockingLookups(builder.capacity.concurrentRuns(), builder.context);
		this.services = builder.services(this.lookups);
		this.dispatcher = new RunDispatcher(new RunTerms(this.realms, this.watchdog, builder.limits, this.services),
				this.workers, builder.capacity);
		this.triggers = builder.triggers;
		this.warningPolicy = builder.warnings;
		this.variableCheck = new VariableCheck(builder.variables, Optional.ofNullable(builder.remoteVariables),
				builder.limits.variableTime());
		this.secureFetchKeys = builder.secureFetchKeys;
		this.variables = builder.variables;
		this.compiler = new ProjectCompiler(builder.bundling, builder.limits.compileTime(),
				builder.capacity.computingRuns(), TypeScriptCompiler::new);
		this.check = new ArtifactCheck(this.compiler);
	}

	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Begins to load the compiler, for a build that is about to follow. What only loads
	 * artifacts needs none.
	 */
	public void prepareCompiler() {
		Thread prepare = new Thread(this.compiler::prepare, "claimflow-prepare");
		prepare.setDaemon(true);
		prepare.start();
	}

	/**
	 * Builds a project: compiles it, and loads it once to see that all of it can be
	 * loaded.
	 * @param project the project
	 * @throws InvalidProjectException with every problem of the project
	 * @throws CompilerUnavailableException if this platform has no compiler
	 */
	public synchronized Artifact build(Project project) throws InvalidProjectException {
		Compilation compilation = this.compiler.compile(project);
		WorkflowLoader loader = loader(this.started ? this.limits.whileLoading() : this.limits.whileStarting(),
				this.triggers, this.described);
		List<DeployedWorkflow> workflows = loader.read(this.compiler.judgePackages(compilation.programs()));
		this.described = loader.loaded();
		List<Problem> warnings = Stream.of(compilation.warnings(), loader.warnings()).flatMap(List::stream).toList();
		refuse(Stream.of(project.problems(), compilation.problems(), loader.problems()).flatMap(List::stream),
				warnings);
		this.started = true;
		Artifact artifact = Artifact.of(project, compilation.programs(), warnings, this.compiler.versions());
		this.trials.put(artifact, new Trial(workflows, warnings, Optional.empty()));
		return artifact;
	}

	/**
	 * Loads what was built, so that its workflows can run. Of an artifact that this
	 * server has not built, the sources are compiled again and compared with its
	 * programs; where that is not possible, each run has a realm of its own, whatever the
	 * artifact says of its programs.
	 * @param artifact what was built
	 * @throws InvalidProjectException with every problem of the project that this engine
	 * finds
	 */
	public LoadedProject load(Artifact artifact) throws InvalidProjectException {
		Trial trial = this.trials.remove(artifact);
		if (trial == null) {
			Checked checked = this.check.check(artifact);
			WorkflowLoader loader = loader();
			List<DeployedWorkflow> workflows = checked.doubt().isEmpty() ? loader.readBundled(checked.programs())
					: loader.readUnverified(checked.programs());
			trial = new Trial(workflows,
					Stream.of(checked.warnings(), loader.warnings()).flatMap(List::stream).distinct().toList(),
					checked.doubt());
			refuse(loader.problems().stream(), trial.warnings());
		}
		this.started = true;
		Map<String, Use> variables = this.variableCheck
			.missing(artifact.programs().stream().flatMap((program) -> program.uses().stream()).toList());
		List<String> keys = this.variableCheck.withoutKey(trial.workflows()
			.stream()
			.map(DeployedWorkflow::workflow)
			.filter((workflow) -> workflow.bindingNames().contains(SECURE_FETCH))
			.map(Workflow::id)
			.toList(), this.secureFetchKeys);
		return new LoadedProject(artifact, trial.workflows(),
				Stream.concat(trial.warnings().stream(), VariableCheck.warnings(variables).stream()).toList(),
				new LoadedProject.Missing(variables.keySet(), Set.copyOf(keys)), trial.doubt(), this.realms);
	}

	private WorkflowLoader loader() {
		return loader(this.started ? this.limits.whileLoading() : this.limits.whileStarting(), this.triggers, Map.of());
	}

	private void refuse(Stream<Problem> problems, List<Problem> warnings) throws InvalidProjectException {
		List<Problem> all = Stream.concat(problems, warnings.stream().filter(this::rejects))
			.distinct()
			.sorted(Comparator.comparing(Problem::location, Comparator.nullsFirst(IN_ORDER)))
			.toList();
		if (!all.isEmpty()) {
			throw new InvalidProjectException(all,
					warnings.stream().filter((warning) -> !rejects(warning)).distinct().toList());
		}
	}

	private boolean rejects(Problem warning) {
		return this.warningPolicy == WarningPolicy.REJECT && warning.severity() == Problem.Severity.FAILING;
	}

	private WorkflowLoader loader(Limits limits, Set<Trigger> triggers, Map<Program, Map<String, Object>> known) {
		return new WorkflowLoader(this.sandbox, this.watchdog, this.workers, limits, this.capacity, triggers, known);
	}

	/**
	 * Runs a workflow on a thread of the engine's, and waits until it ends or a limit
	 * ends it. Whatever the workflow does, this returns an outcome, at most a moment
	 * after the deadline.
	 * @param workflow the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 */
	public Outcome run(DeployedWorkflow workflow, Event event, Claims before) {
		return this.dispatcher.run(workflow, event, before);
	}

	/**
	 * Runs a workflow as {@link #run(DeployedWorkflow, Event, Claims)} does.
	 * @param workflow the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that are about to be issued
	 * @param mask is given, before the workflow runs, what masks in a text the secrets
	 * that the run knows by then: what it asks for may hold them
	 */
	public Outcome run(DeployedWorkflow workflow, Event event, Claims before, Consumer<UnaryOperator<String>> mask) {
		return this.dispatcher.run(workflow, event, before, mask);
	}

	/**
	 * Runs a workflow as {@link #run(DeployedWorkflow, Event, Claims)} does, with what a
	 * test gives it in place of what the engine has. The workflow is never suspended for
	 * it, and its outcome is not remembered.
	 * @param workflow the workflow
	 * @param event its argument
	 * @param before the claims of the tokens that would be issued
	 * @param given what the run takes from its host
	 */
	public Outcome dryRun(DeployedWorkflow workflow, Event event, Claims before, DryRun given) {
		RunTerms terms = new RunTerms(this.realms, this.watchdog, this.limits, given.services(this.services), false,
				given.fixed());
		return this.dispatcher.dryRun(new Run(terms, workflow, event, before), workflow);
	}

	/** What each run may take. */
	public Limits limits() {
		return this.limits;
	}

	/** What the engine has to do at this moment. */
	public EngineLoad status() {
		return this.dispatcher.load(this.compiler.abandoned());
	}

	/**
	 * Runs a workflow of the engine's own, so that the first runs of other workflows are
	 * not the slow ones. The first time costs about a second.
	 * @param runs the number of runs; the first keeps to what every run needs, the rest
	 * go through what a run may need beside
	 * @return whether it ran as it should
	 */
	public boolean warmUp(int runs) {
		Limits limits = Limits.builder()
			.deadline(WarmUp.DEADLINE)
			.cpuTime(WarmUp.DEADLINE)
			.loadTime(WarmUp.DEADLINE)
			.build();
		RunDispatcher patient = new RunDispatcher(
				new RunTerms(this.realms, this.watchdog, limits, HostServices.NONE, true, Fixed.NOTHING), this.workers,
				this.capacity);
		List<DeployedWorkflow> workflows = loader(limits.whileLoading(), Set.copyOf(Trigger.builtIn()), Map.of())
			.read(List.of(WarmUp.program()));
		boolean complete = !workflows.isEmpty();
		for (int i = 0; i < runs && complete; i++) {
			Event event = (i == 0) ? WarmUp.PLAIN : WarmUp.THOROUGH;
			complete = WarmUp.complete(event, patient.run(workflows.get(0), event, WarmUp.BEFORE));
		}
		workflows.forEach((workflow) -> workflow.retire(this.realms));
		return complete;
	}

	/**
	 * Runs each workflow of a project for nobody, until it is no longer slow: so the
	 * first that somebody waits for is as fast as the next ones. The runs see typical
	 * events, and of the server only variables that are at hand and no secret. They can
	 * make no calls; what comes of them, and what they log, is thrown away. They are
	 * paused while others compute. A run that needs more than that is warm as far as it
	 * came.
	 * @param project the project
	 * @param time the time for all of its workflows; what it does not suffice for is left
	 * @return what came of it, for each workflow that there was time for
	 */
	public List<WarmedUp> warmUp(LoadedProject project, Duration time) {
		HostServices services = HostServices
			.alone((name) -> this.variables.get(name).filter((variable) -> !variable.secret()));
		RunDispatcher aside = new RunDispatcher(new RunTerms(this.realms, this.watchdog, this.limits, services),
				this.workers, this.capacity);
		return new ProjectWarmUp(this.realms, this.watchdog, this.limits, services, aside).run(project.workflows(),
				time);
	}

	Compilation compileScripts(Project project, Map<String, Set<String>> provided) {
		return this.compiler.compileScripts(project, provided);
	}

	LinkedProgram linked(Program program) {
		return LinkedProgram.of(program, this.sandbox);
	}

	ScriptRealm open(Script script, Limits limits, ScriptHost host) {
		return new ScriptRealm(script, limits, host, this.realms, this.watchdog, this.workers);
	}

	/** Lets what is executed from now on count as what tests reach. */
	void beginCoverage() {
		this.sandbox.counts().ifPresent(StatementCounts::begin);
	}

	/** What was counted, once the engine has read code that nothing has run, too. */
	List<Counted> counted(List<Script> unread) {
		unread.forEach((script) -> {
			try (Realm realm = new Realm(this.sandbox)) {
				realm.read(script.program());
			}
		});
		return this.sandbox.counts()
			.orElseThrow(() -> new IllegalStateException("The engine counts nothing: it was not built to do so"))
			.counted();
	}

	/** Ends the engine. Runs that are under way fail. */
	@Override
	public void close() {
		this.watchdog.close();
		this.workers.close();
		this.lookups.close();
		this.realms.close();
		this.sandbox.close();
	}

	/**
	 * What loading a project for its build has given, for whoever loads the artifact
	 * next.
	 */
	private record Trial(List<DeployedWorkflow> workflows, List<Problem> warnings, Optional<String> doubt) {

	}

	/** Builds an engine. */
	public static final class Builder {

		private Limits limits = Limits.defaults();

		private Capacity capacity = Capacity.defaults();

		private Set<Trigger> triggers = Set.copyOf(Trigger.builtIn());

		private VariableSource variables = (name) -> Optional.empty();

		private @Nullable VariableSource remoteVariables;

		private SecureFetchKeys secureFetchKeys = (workflow) -> Optional.empty();

		private Localization localization = () -> (key) -> Optional.empty();

		private @Nullable FetchHandler fetcher;

		private TokenStore tokenStore = new InMemoryTokenStore();

		private @Nullable ValueStore valueStore;

		private ValueLimits valueLimits = ValueLimits.DEFAULT;

		private UnaryOperator<Runnable> context = UnaryOperator.identity();

		private Bundling bundling = Bundling.defaults();

		private EventSuppliers suppliers = (trigger, field) -> Optional.empty();

		private WarningPolicy warnings = WarningPolicy.LOG;

		private boolean counting;

		private @Nullable Inspection inspection;

		private Builder() {
		}

		/** The limits of runs and projects. */
		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		/** What all runs together may take. */
		public Builder capacity(Capacity capacity) {
			this.capacity = capacity;
			return this;
		}

		/**
		 * The triggers that the host fires, built-in ones and those of its own. A
		 * workflow on another one would never run, so a project that has one is refused.
		 * @throws IllegalArgumentException if two triggers have the same identifier, or
		 * one has that of a built-in trigger
		 */
		public Builder triggers(Set<Trigger> triggers) {
			Map<String, Trigger> known = new HashMap<>();
			Trigger.builtIn().forEach((trigger) -> known.put(trigger.id(), trigger));
			for (Trigger trigger : triggers) {
				Trigger other = known.putIfAbsent(trigger.id(), trigger);
				if (other != null && !other.equals(trigger)) {
					throw new IllegalArgumentException(Trigger.builtIn().contains(other)
							? "There is a built-in trigger \"%s\"; fire that one, or give yours another identifier"
								.formatted(trigger)
							: "Two different triggers are called \"%s\"; give one of them another identifier"
								.formatted(trigger));
				}
			}
			this.triggers = Set.copyOf(triggers);
			return this;
		}

		/**
		 * Where {@code kinde.env} takes its variables from. It is called on the thread of
		 * a run, so it answers at once.
		 */
		public Builder variables(VariableSource variables) {
			this.variables = variables;
			return this;
		}

		/**
		 * Where {@code kinde.env} takes those variables from that {@link #variables} does
		 * not have. It may take time: it is called on threads of its own, once for each
		 * variable that a run reads, and a run waits for it no longer than
		 * {@link Limits#variableTime()} and its own deadline. What nobody waits for any
		 * more is interrupted.
		 */
		public Builder remoteVariables(VariableSource variables) {
			this.remoteVariables = variables;
			return this;
		}

		/**
		 * The keys with which {@code kinde.secureFetch} encrypts. A run asks once, as for
		 * a remote variable; without keys, it can send nothing.
		 */
		public Builder secureFetchKeys(SecureFetchKeys secureFetchKeys) {
			this.secureFetchKeys = secureFetchKeys;
			return this;
		}

		/** Where {@code kinde.localization} takes its texts from. */
		public Builder localization(Localization localization) {
			this.localization = localization;
			return this;
		}

		/**
		 * What makes the calls of {@code kinde.fetch}. Without it, workflows can make
		 * none. The engine does not close it.
		 */
		public Builder fetcher(FetchHandler fetcher) {
			this.fetcher = fetcher;
			return this;
		}

		/**
		 * Where {@code kinde.cache} keeps its tokens: in memory, if nothing else is said.
		 * Several servers may share a store.
		 */
		public Builder tokenStore(TokenStore tokenStore) {
			this.tokenStore = tokenStore;
			return this;
		}

		/**
		 * Where {@code kinde.cache.set} keeps values: in memory, if nothing else is said.
		 * Several servers may share a store. A run waits for it no longer than
		 * {@link Limits#variableTime()} and its own deadline.
		 */
		public Builder valueStore(ValueStore valueStore) {
			this.valueStore = valueStore;
			return this;
		}

		/** The limits of the values that {@code kinde.cache.set} keeps. */
		public Builder valueLimits(ValueLimits valueLimits) {
			this.valueLimits = valueLimits;
			return this;
		}

		/**
		 * What carries over to the thread of a run what belongs to the thread that asks
		 * for the run, such as a trace. It is called on that thread with the work, and
		 * returns work that does the same within the context.
		 */
		public Builder context(UnaryOperator<Runnable> context) {
			this.context = context;
			return this;
		}

		private HostServices services(BlockingLookups lookups) {
			return new HostServices(this.variables, Optional.ofNullable(this.remoteVariables), this.secureFetchKeys,
					lookups, this.localization, Optional.ofNullable(this.fetcher),
					new TokenCache(this.tokenStore, Clock.systemUTC()),
					Objects.requireNonNullElseGet(this.valueStore,
							() -> new InMemoryValueStore(this.valueLimits, Clock.systemUTC())),
					this.valueLimits, this.suppliers, Clock.systemUTC());
		}

		/** Whether a warning of what is known to fail rejects a project. */
		public Builder warnings(WarningPolicy warnings) {
			this.warnings = warnings;
			return this;
		}

		/**
		 * Who supplies the fields of events that the host cannot know by itself. A
		 * failure that meets such a field says so.
		 */
		public Builder eventSuppliers(EventSuppliers suppliers) {
			this.suppliers = suppliers;
			return this;
		}

		/** How the packages that workflows import are bundled. */
		public Builder bundling(Bundling bundling) {
			this.bundling = bundling;
			return this;
		}

		/**
		 * Counts which statements are executed, for {@link ScriptEngine} to tell how much
		 * of the code tests reach. Code is slower then: no server asks for it.
		 */
		public Builder countStatements() {
			this.counting = true;
			return this;
		}

		/**
		 * Lets a debugger look into all runs. It needs {@code chromeinspector-tool} of
		 * GraalVM's on the class path, which servers do not have.
		 */
		public Builder inspection(Inspection inspection) {
			this.inspection = inspection;
			return this;
		}

		public WorkflowEngine build() {
			return new WorkflowEngine(this);
		}

	}

}
