package io.claimflow.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.claimflow.Failure;
import io.claimflow.Limits;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.compile.CompiledModule;
import io.claimflow.compile.Program;
import io.claimflow.engine.DeployedWorkflow.LinkedProgram;
import org.graalvm.polyglot.PolyglotException;

/**
 * Loads each workflow once, without bindings, to read what it exports.
 */
final class Introspection {

	private static final Pattern UNDEFINED = Pattern.compile("ReferenceError: (\\w+) is not defined");

	/** The place in it is one of the compiled code. */
	private static final Pattern SYNTAX_ERROR = Pattern.compile("SyntaxError: .*?:\\d+:\\d+ (?<message>.*)");

	private static final Set<String> BINDING_GLOBALS = Set.of("kinde", "console", "URL", "URLSearchParams", "util");

	private final Sandbox sandbox;

	private final Watchdog watchdog;

	private final Limits limits;

	private final Set<Trigger> triggers;

	private final List<Problem> problems = new ArrayList<>();

	private final List<Problem> warnings = new ArrayList<>();

	Introspection(Sandbox sandbox, Watchdog watchdog, Limits limits, Set<Trigger> triggers) {
		this.sandbox = sandbox;
		this.watchdog = watchdog;
		this.limits = limits;
		this.triggers = triggers;
	}

	/** The workflows that are sound; all that is wrong is among the problems. */
	List<DeployedWorkflow> read(List<Program> programs) {
		List<DeployedWorkflow> workflows = new ArrayList<>();
		for (Program program : programs) {
			LinkedProgram linked = LinkedProgram.of(program);
			describe(linked)
				.flatMap((description) -> new SettingsReader(program, this.problems, this.warnings).read(description))
				.ifPresent((workflow) -> workflows.add(new DeployedWorkflow(workflow, linked)));
		}
		workflows.forEach(this::checkFired);
		unique(workflows, (workflow) -> workflow.trigger().id(), "trigger", "More than one workflow on the trigger",
				"Keep one of them, or join the two: a trigger runs one workflow.");
		unique(workflows, Workflow::id, "id", "Duplicate workflow ID", "Give one of them another id.");
		return workflows;
	}

	List<Problem> problems() {
		return this.problems;
	}

	List<Problem> warnings() {
		return this.warnings;
	}

	private Optional<Map<String, Object>> describe(LinkedProgram linked) {
		try (Realm realm = new Realm(this.sandbox); Watchdog.Watch watch = this.watchdog.watch(realm, this.limits)) {
			try {
				realm.link(linked.sources());
				return Optional.of(Json.readObject(realm.describe()));
			}
			catch (PolyglotException | IllegalStateException ex) {
				this.problems.add(problem(linked, ex, watch.exceeded()));
				return Optional.empty();
			}
		}
	}

	private Problem problem(LinkedProgram linked, RuntimeException exception, Optional<Failure.Kind> exceeded) {
		SourceLocation start = new SourceLocation(linked.program().file(), 1, 1);
		FailureReader reader = new FailureReader(linked.modules(), (text) -> text);
		if (exceeded.isPresent() || !(exception instanceof PolyglotException thrown)) {
			SourceLocation location = (exception instanceof PolyglotException cancelled)
					? reader.location(cancelled).orElse(start) : start;
			return new Problem(location,
					(exceeded.orElse(Failure.Kind.DEADLINE) == Failure.Kind.MEMORY)
							? "The file allocated more than " + this.limits.allocatedBytes()
									+ " bytes while it was loaded"
							: "The file was still being loaded after " + this.limits.deadline().toMillis() + " ms",
					"Do not loop at the top level; compute inside the workflow's function.", line(linked, location));
		}
		if (thrown.isSyntaxError()) {
			SourceLocation location = reader.location(thrown).orElse(start);
			Matcher error = SYNTAX_ERROR.matcher(String.valueOf(thrown.getMessage()));
			return new Problem(location,
					"Syntax error: " + (error.lookingAt() ? error.group("message") : thrown.getMessage()),
					"Correct the syntax; the file was not compiled.", line(linked, location));
		}
		if (thrown.isResourceExhausted()) {
			return new Problem(start, "The code, or that of a file it imports, is nested too deeply",
					"Split it: give parts of it names of their own.", null);
		}
		Failure failure = reader.read(thrown);
		SourceLocation location = failure.location().orElse(start);
		Matcher undefined = UNDEFINED.matcher(failure.message());
		boolean binding = undefined.matches() && BINDING_GLOBALS.contains(undefined.group(1));
		return new Problem(location,
				binding ? "The binding '" + undefined.group(1) + "' is used at the top level of a module"
						: "The file throws while it is loaded: " + failure.message(),
				binding ? "Use it inside the workflow's function: bindings exist only while it runs."
						: "Mend it, or move the code into the workflow's function.",
				line(linked, location));
	}

	private static @org.jspecify.annotations.Nullable String line(LinkedProgram linked, SourceLocation location) {
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

}
