package io.claimflow.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Capacity;
import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.artifact.CompiledModule;
import io.claimflow.artifact.Program;
import io.claimflow.binding.Bindings;
import io.claimflow.engine.admission.Admission;
import io.claimflow.engine.limit.Safepoints;
import io.claimflow.engine.realm.FailureReader;
import io.claimflow.engine.realm.Json;
import io.claimflow.engine.realm.LinkedProgram;
import io.claimflow.engine.realm.Realm;
import io.claimflow.engine.realm.Sandbox;
import io.claimflow.engine.realm.ScriptError;
import io.claimflow.engine.realm.ScriptValue;
import io.claimflow.engine.watch.RunThreads;
import io.claimflow.engine.watch.Watchdog;
import io.claimflow.kinde.KindeGlobals;
import io.claimflow.secret.SecretMask;
import io.claimflow.settings.SettingsReader;
import io.claimflow.settings.UseCheck;
import org.jspecify.annotations.Nullable;

/**
 * Loads each workflow once, without bindings, to read what it exports.
 */
final class WorkflowLoader {

	private static final Pattern UNDEFINED = Pattern.compile("ReferenceError: (\\w+) is not defined");

	/** What the library says, at the beginning, of a binding that is not there. */
	private static final Pattern UNAVAILABLE = Pattern.compile("Error: (\\w+) binding not available");

	/** The place in it is one of the compiled code. */
	private static final Pattern SYNTAX_ERROR = Pattern.compile("SyntaxError: .*?:\\d+:\\d+ (?<message>.*)");

	private static final String PACKAGES = "node_modules/";

	/** Nobody's sign-in waits for a sync. */
	private static final Duration GRACE = Duration.ofSeconds(2);

	private final Sandbox sandbox;

	private final Watchdog watchdog;

	private final RunThreads workers;

	private final Limits limits;

	private final Capacity capacity;

	private final Set<Trigger> triggers;

	/** What sound programs export that were loaded before. */
	private final Map<Program, Map<String, Object>> known;

	/** The same of those that this has loaded. */
	private final Map<Program, Map<String, Object>> loaded = new HashMap<>();

	private final List<Problem> problems = new ArrayList<>();

	private final List<Problem> warnings = new ArrayList<>();

	WorkflowLoader(Sandbox sandbox, Watchdog watchdog, RunThreads workers, Limits limits, Capacity capacity,
			Set<Trigger> triggers, Map<Program, Map<String, Object>> known) {
		this.known = known;
		this.sandbox = sandbox;
		this.watchdog = watchdog;
		this.workers = workers;
		this.capacity = capacity;
		this.limits = limits;
		this.triggers = triggers;
	}

	/** The workflows that are sound; all that is wrong is among the problems. */
	List<DeployedWorkflow> read(List<Program> programs) {
		return read(programs, (module) -> false);
	}

	/**
	 * The same for programs whose packages were bundled elsewhere: these have to be a
	 * function, since a module is read while nobody watches over it.
	 */
	List<DeployedWorkflow> readBundled(List<Program> programs) {
		return read(programs, (module) -> module.file().equals(CompiledModule.PACKAGES));
	}

	/**
	 * The same for programs of which nobody knows how they came about: each module has to
	 * be a function.
	 */
	List<DeployedWorkflow> readUnverified(List<Program> programs) {
		return read(programs, (module) -> true);
	}

	private List<DeployedWorkflow> read(List<Program> programs, Predicate<CompiledModule> unknown) {
		List<Trigger> known = Stream
			.concat(Trigger.builtIn().stream(), this.triggers.stream().sorted(Comparator.comparing(Trigger::id)))
			.distinct()
			.toList();
		List<DeployedWorkflow> workflows = new ArrayList<>();
		List<LinkedProgram> linked = programs.stream()
			.map((program) -> LinkedProgram.of(program, this.sandbox))
			.toList();
		for (Description found : describe(linked, unknown)) {
			note(found);
			LinkedProgram sound = found.linked();
			Program program = sound.program();
			found.settings().ifPresent((description) -> {
				SettingsReader settings = new SettingsReader(program, known, this.problems, this.warnings);
				Optional<Workflow> read = settings.read(description);
				this.warnings.addAll(new UseCheck(read, globals(description)).warnings(program.uses()));
				read.ifPresent((workflow) -> {
					if (Boolean.TRUE.equals(description.get("usesUrl")) && !isGranted("url", workflow)) {
						SourceLocation location = program.setting(List.of("bindings"));
						this.problems.add(new Problem(location,
								"Code at the top level of the file, or of what it imports, needs the binding \"url\"",
								"Declare it in workflowSettings.bindings: \"url\": {}", line(sound, location)));
					}
					workflows.add(new DeployedWorkflow(workflow, sound, Admission.of(this.capacity), this.capacity));
				});
			});
		}
		workflows.forEach(this::checkFired);
		unique(workflows, (workflow) -> workflow.trigger().id(), "trigger", "More than one workflow on the trigger",
				"Keep one of them, or join the two: a trigger runs one workflow.");
		unique(workflows, Workflow::id, "id", "Duplicate workflow ID", "Give one of them another id.");
		return workflows;
	}

	/** What those programs export that have neither a problem nor a warning. */
	Map<Program, Map<String, Object>> loaded() {
		return this.loaded;
	}

	private static boolean isGranted(String binding, Workflow workflow) {
		return Bindings.of(workflow).stream().anyMatch((granted) -> granted.name().equals(binding));
	}

	List<Problem> problems() {
		return this.problems;
	}

	List<Problem> warnings() {
		return this.warnings;
	}

	private static Set<String> globals(Map<String, Object> description) {
		return (description.get("globals") instanceof List<?> names)
				? names.stream().map(String::valueOf).collect(Collectors.toSet()) : Set.of();
	}

	private void note(Description description) {
		description.problem().ifPresent(this.problems::add);
		description.warning().ifPresent(this.warnings::add);
		if (description.problem().isEmpty() && description.warning().isEmpty()) {
			description.settings().ifPresent((settings) -> this.loaded.put(description.linked().program(), settings));
		}
	}

	/** Looks at as many programs at a time as there are processors. */
	private List<Description> describe(List<LinkedProgram> programs, Predicate<CompiledModule> unknown) {
		int threads = Math.min(Runtime.getRuntime().availableProcessors(), programs.size());
		if (threads < 2) {
			return programs.stream().map((linked) -> describe(linked, unknown)).toList();
		}
		ExecutorService loading = Executors.newFixedThreadPool(threads, (task) -> {
			Thread thread = new Thread(task, "claimflow-load");
			thread.setDaemon(true);
			return thread;
		});
		try {
			List<Description> descriptions = new ArrayList<>();
			for (Future<Description> loaded : loading.invokeAll(programs.stream()
				.<Callable<Description>>map((linked) -> () -> describe(linked, unknown))
				.toList())) {
				descriptions.add(loaded.get());
			}
			return descriptions;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return programs.stream().map(WorkflowLoader::interrupted).toList();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : new IllegalStateException(ex.getCause());
		}
		finally {
			loading.shutdownNow();
		}
	}

	private Description describe(LinkedProgram linked, Predicate<CompiledModule> unknown) {
		Map<String, Object> before = this.known.get(linked.program());
		if (before != null) {
			return Description.of(linked, before);
		}
		try {
			AtomicReference<Watchdog.@Nullable Watch> begun = new AtomicReference<>();
			return this.workers.<Description>call((answer) -> describe(linked, unknown, begun, answer), patience(begun),
					() -> {
					});
		}
		catch (RunThreads.AbandonedException ex) {
			return Description.of(linked, limitProblem(linked, Failure.Kind.DEADLINE, start(linked)));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return interrupted(linked);
		}
	}

	private static Description interrupted(LinkedProgram linked) {
		return Description.of(linked, new Problem(start(linked), "The thread was interrupted while the file was loaded",
				"Deploy the project again.", null));
	}

	private void describe(LinkedProgram linked, Predicate<CompiledModule> unknown,
			AtomicReference<Watchdog.@Nullable Watch> begun, Consumer<Description> answer) {
		try (Realm realm = new Realm(this.sandbox); Watchdog.Watch watch = this.watchdog.watch(realm, this.limits)) {
			begun.set(watch);
			try {
				if (!linked.program().modules().stream().filter(unknown).allMatch(realm::isFunction)) {
					answer.accept(Description.of(linked, noFunction(linked)));
					return;
				}
				realm.load(linked);
				Optional<Problem> warning = realm.unhandled().map((reason) -> rejected(linked, reason, realm));
				answer.accept(new Description(linked, Optional.of(Json.readObject(realm.describe())), Optional.empty(),
						warning));
			}
			catch (RuntimeException ex) {
				if (!(ex instanceof IllegalStateException) && ScriptError.of(ex).isEmpty()) {
					throw ex;
				}
				answer.accept(Description.of(linked,
						problem(linked, ex, watch.exceeded().map(Watchdog.Exceeded::kind), watch.places())));
			}
		}
	}

	private static Problem noFunction(LinkedProgram linked) {
		return new Problem(start(linked), "The program of the artifact has a module that is not one function",
				"Build the artifact again from its sources, and send it as it was built.", null);
	}

	/** A promise of the top level, which the workflow's function may still await. */
	private static Problem rejected(LinkedProgram linked, ScriptValue reason, Realm realm) {
		Failure failure = reader(linked).read(reason, realm);
		SourceLocation location = failure.location().orElse(start(linked));
		return new Problem(location,
				"A promise is rejected while the file is loaded, and nobody catches its error: " + failure.message(),
				"Catch it, or move the code into the workflow's function: each run fails that does not await the promise.",
				line(linked, location));
	}

	private static FailureReader reader(LinkedProgram linked) {
		return new FailureReader(linked.modules(), (chain) -> Optional.empty(), UnaryOperator.identity(),
				(text) -> new SecretMask().beginning(text, FailureReader.MESSAGE_LENGTH));
	}

	private static SourceLocation start(LinkedProgram linked) {
		return new SourceLocation(linked.program().file(), 1, 1);
	}

	private Problem limitProblem(LinkedProgram linked, Failure.Kind limit, SourceLocation location) {
		String property = switch (limit) {
			case MEMORY -> "claimflow.limits.allocated-bytes";
			case STATEMENTS -> "claimflow.limits.statements";
			default -> "claimflow.limits.load-time";
		};
		return new Problem(location, switch (limit) {
			case CPU_TIME ->
				"The file computed for more than " + this.limits.loadTime().toMillis() + " ms while it was loaded";
			case MEMORY -> "The file held more than " + this.limits.allocatedBytes() + " bytes while it was loaded";
			case STATEMENTS ->
				"The file executed more than " + this.limits.statements() + " statements while it was loaded";
			default -> "The file was still being loaded after " + this.limits.loadTime().toMillis() + " ms";
		} + " (" + property + ")", location.file().contains("node_modules/")
				? "Import less of the package, or raise " + property + ": it does so much at its top level."
				: "Do not loop at the top level; compute inside the workflow's function. For code that needs more, raise "
						+ property + ".",
				line(linked, location));
	}

	/** What has not begun waits for a processor. */
	private Supplier<Duration> patience(AtomicReference<Watchdog.@Nullable Watch> begun) {
		long end = System.nanoTime() + this.limits.deadline().plus(GRACE).toNanos();
		return () -> {
			Watchdog.Watch watch = begun.get();
			Duration waited = (watch != null) ? watch.waited() : this.watchdog.starvedTime();
			return Duration.ofNanos(Math.max(0, end + waited.toNanos() - System.nanoTime()));
		};
	}

	private Problem problem(LinkedProgram linked, RuntimeException exception, Optional<Failure.Kind> exceeded,
			List<Safepoints.Place> places) {
		SourceLocation start = start(linked);
		FailureReader reader = reader(linked);
		Optional<ScriptError> thrown = ScriptError.of(exception);
		if (exceeded.isPresent() || thrown.isEmpty()) {
			return limitProblem(linked, exceeded.orElse(Failure.Kind.DEADLINE),
					reader.location(places).or(() -> thrown.flatMap(reader::location)).orElse(start));
		}
		ScriptError error = thrown.get();
		return switch (error.kind()) {
			case STATEMENTS -> limitProblem(linked, Failure.Kind.STATEMENTS, reader.location(error).orElse(start));
			case SYNTAX -> syntaxError(linked, error, reader.location(error).orElse(start));
			case MEMORY -> new Problem(start, "The code, or that of a file it imports, is nested too deeply",
					"Split it: give parts of it names of their own.", null);
			case THROWN, CANCELLED, INTERNAL -> thrown(linked, reader.read(error), start);
		};
	}

	private static Problem syntaxError(LinkedProgram linked, ScriptError error, SourceLocation location) {
		Matcher message = SYNTAX_ERROR.matcher(error.message());
		return new Problem(location,
				"Syntax error: " + (message.lookingAt() ? message.group("message") : error.message()),
				"Correct the syntax; the file was not compiled.", line(linked, location));
	}

	private static Problem thrown(LinkedProgram linked, Failure failure, SourceLocation start) {
		Optional<String> inPackage = failure.stack()
			.stream()
			.map((frame) -> frame.location().file())
			.findFirst()
			.filter((file) -> file.contains(PACKAGES));
		if (inPackage.isPresent()) {
			return packageProblem(linked, failure);
		}
		SourceLocation location = failure.location().orElse(start);
		Matcher undefined = UNDEFINED.matcher(failure.message());
		Matcher library = UNAVAILABLE.matcher(failure.message());
		Optional<String> binding = undefined.matches() && KindeGlobals.OF_RUNS.contains(undefined.group(1))
				? Optional.of(undefined.group(1))
				: library.lookingAt() ? Optional.of(KindeGlobals
					.binding(library.group(1).substring(0, 1).toLowerCase(Locale.ROOT) + library.group(1).substring(1)))
						: Optional.empty();
		return new Problem(location,
				binding.map((name) -> "The binding '" + name + "' is used at the top level of a module")
					.orElse("The file throws while it is loaded: " + failure.message()),
				binding.isPresent() ? "Use it inside the workflow's function: bindings exist only while it runs."
						: undefined.matches() ? UseCheck.undefined(undefined.group(1))
								: "Mend it, or move the code into the workflow's function.",
				line(linked, location));
	}

	/** A package that does at its top level what a workflow cannot do. */
	private static Problem packageProblem(LinkedProgram linked, Failure failure) {
		SourceLocation location = failure.stack().get(0).location();
		String file = location.file();
		String[] steps = file.substring(file.lastIndexOf(PACKAGES) + PACKAGES.length()).split("/");
		String name = (steps[0].startsWith("@") && steps.length > 1) ? steps[0] + "/" + steps[1] : steps[0];
		boolean makesCode = failure.message().startsWith("EvalError");
		return new Problem(location,
				makesCode
						? "The package '" + name
								+ "' makes code from text while it is loaded, which a workflow cannot do"
						: "The package '" + name + "' throws while it is loaded: " + failure.message(),
				"Use another package, or an entry of this one that is made for browsers"
						+ (makesCode ? "." : ": it needs something that a workflow does not have."),
				line(linked, location));
	}

	private static @Nullable String line(LinkedProgram linked, SourceLocation location) {
		CompiledModule module = linked.modules().get(location.file());
		return (module != null) ? module.source().lines().skip(location.line() - 1).findFirst().orElse(null) : null;
	}

	private void checkFired(DeployedWorkflow deployed) {
		Trigger trigger = deployed.workflow().trigger();
		if (!this.triggers.contains(trigger)) {
			SourceLocation location = deployed.program().program().setting(List.of("trigger"));
			this.problems.add(new Problem(location, "Nothing in this server fires the trigger \"" + trigger + "\"",
					"Remove the workflow: it would never run. The server fires "
							+ this.triggers.stream().map(Trigger::id).sorted().collect(Collectors.joining(", ")) + ".",
					line(deployed.program(), location)));
		}
	}

	private void unique(List<DeployedWorkflow> workflows, Function<Workflow, String> key, String setting,
			String message, String action) {
		Map<String, DeployedWorkflow> first = new HashMap<>();
		for (DeployedWorkflow deployed : workflows) {
			String value = key.apply(deployed.workflow());
			DeployedWorkflow other = first.putIfAbsent(value, deployed);
			if (other != null) {
				SourceLocation location = deployed.program().program().setting(List.of(setting));
				SourceLocation otherLocation = other.program().program().setting(List.of(setting));
				this.problems.add(new Problem(location, message + " \"" + value + "\": also in " + otherLocation,
						action, line(deployed.program(), location)));
			}
		}
	}

	/** What a workflow exports, or why nobody knows. */
	private record Description(LinkedProgram linked, Optional<Map<String, Object>> settings, Optional<Problem> problem,
			Optional<Problem> warning) {

		static Description of(LinkedProgram linked, Map<String, Object> settings) {
			return new Description(linked, Optional.of(settings), Optional.empty(), Optional.empty());
		}

		static Description of(LinkedProgram linked, Problem problem) {
			return new Description(linked, Optional.empty(), Optional.of(problem), Optional.empty());
		}

	}

}
