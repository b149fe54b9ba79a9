package io.claimflow.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Workflow;
import io.claimflow.artifact.Use;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.kinde.KindeGlobals;
import io.claimflow.kinde.KindeLibrary;

/**
 * Compares what a workflow uses with what it has, and warns of what is missing: most of
 * it is only noticed when the code gets there.
 */
public final class UseCheck {

	/** Known to the parser as a name like any other. */
	private static final Set<String> WORDS = Set.of("arguments", "undefined");

	private final Optional<Workflow> settings;

	private final Set<String> globals;

	private final Set<String> said = new HashSet<>();

	private final List<Problem> warnings = new ArrayList<>();

	/**
	 * Creates a check.
	 * @param workflow the workflow, or empty if its settings are not sound, so that
	 * nobody knows which bindings it has
	 * @param globals the globals that every workflow has
	 */
	public UseCheck(Optional<Workflow> workflow, Set<String> globals) {
		this.settings = workflow;
		this.globals = globals;
	}

	public List<Problem> warnings(List<Use> uses) {
		uses.forEach(this::check);
		return this.warnings;
	}

	private void check(Use use) {
		switch (use.kind()) {
			case LIBRARY -> needs(use, KindeLibrary.FUNCTIONS.getOrDefault(use.name(), List.of()), use.name());
			case UNKNOWN_EXPORT -> fails(use, KindeLibrary.MODULE + " exports no '" + use.name() + "'",
					Suggestion.to(use.name(), KindeLibrary.FUNCTIONS.keySet().stream().sorted())
						.map((near) -> "Did you mean '" + near + "'?")
						.orElse("Correct the name; the code fails when it gets there."));
			case KINDE -> needs(use, List.of(KindeGlobals.binding(use.name())), KindeGlobals.binding(use.name()));
			case MEMBER, NEEDED_MEMBER -> member(use);
			case TRIGGER -> trigger(use);
			case VARIABLE -> {
				// Whether there is one, the sources of variables know: see VariableCheck
			}
			case UNKNOWN_TYPE -> warn(use, KindeLibrary.MODULE + " exports no '" + use.name() + "'",
					Suggestion
						.to(use.name(),
								Stream.of(KindeLibrary.TYPES, KindeLibrary.FUNCTIONS.keySet())
									.flatMap(Set::stream)
									.distinct()
									.sorted())
						.map((near) -> "Did you mean '" + near + "'?")
						.orElse("It is ignored, since no code uses it as a value; correct the name, or remove it."));
			case GLOBAL -> global(use);
			case CODE -> fails(use, use.name() + " makes code from text, which a workflow cannot do",
					"Write the code itself; it fails when it gets there.");
		}
	}

	/** A binding that is not declared: the workflow may have it all the same. */
	private void needs(Use use, List<String> bindings, String what) {
		this.settings.ifPresent((workflow) -> needs(workflow, use, bindings, what));
	}

	private void needs(Workflow workflow, Use use, List<String> bindings, String what) {
		for (String name : bindings) {
			if (workflow.bindingNames().contains(name) || !isDeclarable(name) || !this.said.add(name)) {
				continue;
			}
			Optional<Binding> binding = Bindings.all()
				.stream()
				.filter((known) -> known.name().equals(name))
				.findFirst();
			if (binding.filter((known) -> known.granted(workflow)).isPresent()) {
				warn(use, what + " needs the binding \"" + name + "\", which is not declared",
						"It is there all the same, as at Kinde; declare it: \"" + name + "\": {}");
			}
			else {
				boolean useless = binding.filter((known) -> !known.suits(workflow.trigger())).isPresent();
				fails(use,
						what + " needs the binding \"" + name + "\", which "
								+ (useless ? "\"" + workflow.trigger() + "\" does not have" : "is not declared"),
						useless ? "Remove it: the code fails when it gets there."
								: "Declare it in workflowSettings.bindings, or the code fails when it gets there: \""
										+ name + "\": {}");
			}
		}
	}

	/** Some are always there, and what Kinde does not know is none. */
	private static boolean isDeclarable(String name) {
		return Bindings.known(name) && !name.equals("kinde.cache");
	}

	/** A member that a binding, or {@code kinde}, does not have. */
	private void member(Use use) {
		int end = use.name().lastIndexOf('.');
		String owner = use.name().substring(0, end);
		String name = use.name().substring(end + 1);
		Optional<Set<String>> members = BindingMembers.of(owner);
		if (members.filter((known) -> !BindingMembers.has(known, name)).isEmpty() || !this.said.add(use.name())) {
			return;
		}
		String message = owner + " has no member '" + name + "'";
		Optional<String> near = Suggestion.to(name, members.stream().flatMap(Set::stream).sorted());
		if (use.kind() == Use.Kind.NEEDED_MEMBER) {
			fails(use, message, near.map((member) -> "Did you mean " + owner + "." + member + "?")
				.orElse("Correct the name; the code fails when it gets there."));
		}
		else {
			warn(use, message, near.map((member) -> "Did you mean " + owner + "." + member + "?")
				.orElse("Correct the name: it is undefined."));
		}
	}

	private void trigger(Use use) {
		if (!KindeLibrary.TRIGGERS.contains(use.name())) {
			this.warnings.add(noTrigger(use).as(Problem.Severity.FAILING));
		}
	}

	private void global(Use use) {
		String name = use.name();
		List<String> bindings = KindeGlobals.BINDINGS.get(name);
		if (bindings != null) {
			needs(use, bindings, name);
		}
		else if (name.equals("global")) {
			// Code that serves several platforms asks for Node.js before it takes this
			// one.
			warn(use, "'global' is not defined", "Write globalThis.");
		}
		else if (!this.globals.contains(name) && !WORDS.contains(name)) {
			fails(use, "'" + name + "' is not defined", undefined(name));
		}
	}

	/** What to write in place of a name that is not defined. */
	public static String undefined(String name) {
		if (KindeLibrary.FUNCTIONS.containsKey(name) || name.equals(KindeLibrary.TRIGGER)) {
			return imported(name);
		}
		String instead = KindeGlobals.INSTEAD.get(name);
		return (instead != null) ? instead
				: Suggestion.to(name, KindeLibrary.FUNCTIONS.keySet().stream().sorted())
					.map((near) -> "Did you mean '" + near + "'? " + imported(near))
					.orElse("Declare or import it, or correct the name; the code fails when it gets there.");
	}

	private static String imported(String name) {
		return "Import it: import { " + name + " } from \"" + KindeLibrary.MODULE + "\";";
	}

	private void warn(Use use, String message, String action) {
		this.warnings.add(use.problem(message, action).as(Problem.Severity.WARNING));
	}

	/** Warns of code that fails when a run gets there. */
	private void fails(Use use, String message, String action) {
		this.warnings.add(use.problem(message, action).as(Problem.Severity.FAILING));
	}

	private static Problem noTrigger(Use use) {
		return use.problem(KindeLibrary.TRIGGER + " has no member '" + use.name() + "'", Suggestion
			.to(use.name(), KindeLibrary.TRIGGERS.stream().sorted())
			.map((near) -> "Did you mean " + KindeLibrary.TRIGGER + "." + near + "?")
			.orElseGet(
					() -> "It has " + KindeLibrary.TRIGGERS.stream().sorted().collect(Collectors.joining(", ")) + "."));
	}

	/** Why a trigger that is written on a line is undefined, if it is for its name. */
	static Optional<Problem> undefinedTrigger(List<Use> uses, SourceLocation place) {
		return uses.stream()
			.filter((use) -> use.kind() == Use.Kind.TRIGGER && !KindeLibrary.TRIGGERS.contains(use.name()))
			.filter((use) -> use.location().line() == place.line() && use.location().file().equals(place.file()))
			.findFirst()
			.map(UseCheck::noTrigger);
	}

}
