package io.claimflow.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.claimflow.FailurePolicy;
import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.Trigger;
import io.claimflow.Workflow;
import io.claimflow.artifact.Program;
import io.claimflow.binding.Binding;
import io.claimflow.binding.Bindings;
import io.claimflow.kinde.KindeSettings;
import org.jspecify.annotations.Nullable;

/**
 * Turns the description of one file's {@code workflowSettings} into a workflow, or into
 * everything that is wrong with it.
 */
public final class SettingsReader {

	private static final int NAME_LENGTH = 200;

	private static final Pattern EXPORT_OF_VARIABLE = Pattern.compile("export\\s+default\\s+([\\w$]+)\\s*;?\\s*$");

	/** More would be a list of warnings that nobody reads. */
	private static final int BINDINGS = 100;

	/** Names stand in every line of the log: one cannot pass for a line of its own. */
	private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	private final Program program;

	private final List<Trigger> triggers;

	private final List<Problem> problems;

	private final List<Problem> warnings;

	public SettingsReader(Program program, List<Trigger> triggers, List<Problem> problems, List<Problem> warnings) {
		this.program = program;
		this.triggers = triggers;
		this.problems = problems;
		this.warnings = warnings;
	}

	/**
	 * Reads the settings. What is wrong is added to the problems.
	 * @param description what the kernel said of the settings and the default export
	 * @return the workflow, or empty if anything is wrong
	 */
	@SuppressWarnings("unchecked")
	public Optional<Workflow> read(Map<String, Object> description) {
		int known = this.problems.size();
		String defaultType = String.valueOf(description.get("defaultType"));
		if (!defaultType.equals("function")) {
			problem(this.program.defaultExport(),
					defaultType.equals("missing") ? "No default function exported"
							: "The default export is not a function but of type " + defaultType,
					function(description).orElse("Write: export default async function (event) { … }"));
		}
		if (!"object".equals(description.get("settingsType"))) {
			problem(this.program.setting(List.of()),
					"undefined".equals(description.get("settingsType")) ? "No workflowSettings exported"
							: "workflowSettings is not an object but of type " + description.get("settingsType"),
					"Write: export const workflowSettings = { id: \"…\", trigger: \"…\" };");
			return Optional.empty();
		}
		List<Map<String, Object>> unusual = (List<Map<String, Object>>) description.getOrDefault("odd", List.of());
		for (Map<String, Object> odd : unusual) {
			List<String> path = (List<String>) odd.getOrDefault("path", List.of());
			problem(this.program.setting(path), "workflowSettings." + String.join(".", path) + " is " + odd.get("what"),
					"Write a plain value: settings are read once, when the project is loaded.");
		}
		Map<String, Object> settings = (Map<String, Object>) description.getOrDefault("settings", Map.of());
		if (!unusual.isEmpty()) {
			return Optional.empty();
		}
		settings.keySet().forEach((member) -> check(member, settings));
		Optional<String> id = text(settings, "id", "Workflow ID is required",
				"Write an id of your choice that no other workflow of the project has.");
		Optional<Trigger> trigger = trigger(settings);
		FailurePolicy failurePolicy = failurePolicy(settings.get("failurePolicy"));
		String name = name(settings.get("name")).or(() -> id).orElse("");
		Map<String, Map<String, Object>> bindings = bindings(settings.get("bindings"), trigger);
		if (this.problems.size() > known || id.isEmpty() || trigger.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Workflow(id.get(), name, trigger.get(), failurePolicy, bindings, this.program.file()));
	}

	private Optional<String> text(Map<String, Object> settings, String key, String missing, String action) {
		Object value = settings.get(key);
		if (value instanceof String text && !text.isBlank() && text.length() <= NAME_LENGTH) {
			return isPlain(key, text) ? Optional.of(text) : Optional.empty();
		}
		problem(this.program.setting(List.of(key)), (value == null) ? missing
				: "workflowSettings." + key + ((value instanceof String text && !text.isBlank())
						? " is longer than " + NAME_LENGTH + " characters" : " is not a string with text in it"),
				action);
		return Optional.empty();
	}

	private boolean isPlain(String key, String text) {
		boolean plain = !UNSEEN.matcher(text).find();
		if (!plain) {
			problem(this.program.setting(List.of(key)),
					"workflowSettings." + key + " has a line break or another character that cannot be seen",
					"Write letters, digits and punctuation; logs and metrics show it.");
		}
		return plain;
	}

	private Optional<String> name(@Nullable Object value) {
		if (value == null || (value instanceof String blank && blank.isBlank())) {
			return Optional.empty();
		}
		if (value instanceof String name && name.length() <= NAME_LENGTH) {
			return isPlain("name", name) ? Optional.of(name) : Optional.empty();
		}
		problem(this.program.setting(List.of("name")),
				"workflowSettings.name is "
						+ ((value instanceof String) ? "longer than " + NAME_LENGTH + " characters" : "not a string"),
				"Write a short name in quotes, or leave it out.");
		return Optional.empty();
	}

	private Optional<Trigger> trigger(Map<String, Object> settings) {
		SourceLocation written = this.program.setting(List.of("trigger"));
		Optional<Problem> misnamed = (settings.get("trigger") == null)
				? UseCheck.undefinedTrigger(this.program.uses(), written) : Optional.empty();
		if (misnamed.isPresent()) {
			this.problems.add(misnamed.get());
			return Optional.empty();
		}
		if (settings.get("trigger") instanceof List<?>) {
			problem(written, "workflowSettings.trigger is a list, and a workflow has one trigger",
					"Write one trigger, and a file for each other one; they can import a function that they share.");
			return Optional.empty();
		}
		Optional<String> id = text(settings, "trigger", "workflowSettings.trigger is missing or undefined",
				"Write one of: " + triggerIds().collect(Collectors.joining(", ")));
		if (id.isEmpty()) {
			return Optional.empty();
		}
		Optional<Trigger> trigger = this.triggers.stream().filter((known) -> known.id().equals(id.get())).findFirst();
		if (trigger.isPresent()) {
			return trigger;
		}
		Trigger alias = KindeSettings.ALIASES.get(id.get());
		if (alias != null) {
			warning(written, "The trigger \"" + id.get() + "\" is spelled \"" + alias.id() + "\"",
					"It is taken for that one; correct it when you edit the file.");
			return Optional.of(alias);
		}
		problem(written, "Unknown trigger \"" + id.get() + "\"",
				Suggestion.to(id.get(), triggerIds())
					.map((near) -> "Did you mean \"" + near + "\"?")
					.orElseGet(() -> "Write one of: " + triggerIds().collect(Collectors.joining(", "))));
		return Optional.empty();
	}

	/** How to export the function of an object that the file exports in place of one. */
	private Optional<String> function(Map<String, Object> description) {
		if (!(description.get("defaultFunction") instanceof String member)) {
			return Optional.empty();
		}
		Matcher named = EXPORT_OF_VARIABLE.matcher(line(this.program.defaultExport()));
		return Optional.of(named.find() ? "Export its function: export default " + named.group(1) + "." + member + ";"
				: "Name the object, and export its function: const handler = { … }; export default handler." + member
						+ ";");
	}

	private String line(SourceLocation location) {
		return this.program.entry().source().lines().skip(location.line() - 1L).findFirst().orElse("");
	}

	private Stream<String> triggerIds() {
		return this.triggers.stream().map(Trigger::id);
	}

	private FailurePolicy failurePolicy(@Nullable Object value) {
		if (value == null) {
			return FailurePolicy.STOP;
		}
		Object action = (value instanceof Map<?, ?> map) ? map.get("action") : null;
		if ("stop".equals(action)) {
			return FailurePolicy.STOP;
		}
		if ("continue".equals(action)) {
			return FailurePolicy.CONTINUE;
		}
		problem(this.program.setting(List.of("failurePolicy", "action")),
				(action instanceof String) ? "Unknown failure policy \"" + action + "\""
						: "workflowSettings.failurePolicy has no action",
				"Write: failurePolicy: { action: \"stop\" } or { action: \"continue\" }");
		return FailurePolicy.STOP;
	}

	@SuppressWarnings("unchecked")
	private Map<String, Map<String, Object>> bindings(@Nullable Object value, Optional<Trigger> trigger) {
		Map<String, Map<String, Object>> bindings = new LinkedHashMap<>();
		if (value == null) {
			return bindings;
		}
		if (!(value instanceof Map<?, ?> declared)) {
			problem(this.program.setting(List.of("bindings")), "workflowSettings.bindings is not an object",
					"Write: bindings: { \"kinde.env\": {} }");
			return bindings;
		}
		if (declared.size() > BINDINGS) {
			problem(this.program.setting(List.of("bindings")),
					"workflowSettings.bindings has more than " + BINDINGS + " members",
					"Declare the bindings that the workflow uses.");
			return bindings;
		}
		declared.forEach((key, options) -> {
			String name = String.valueOf(key);
			bindings.put(name, (options instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of());
			check(name, trigger);
		});
		return bindings;
	}

	private void check(String name, Optional<Trigger> trigger) {
		SourceLocation location = this.program.setting(List.of("bindings", name));
		if (!Bindings.known(name)) {
			warning(location, "Unknown binding \"" + name + "\"",
					Suggestion.to(name, Bindings.names())
						.map((near) -> "Did you mean \"" + near + "\"?")
						.orElse("It is ignored; remove it."));
		}
		if (Bindings.absent(name)) {
			warning(location, "The binding \"" + name + "\" is not part of this version",
					"Code that uses it fails; remove it if the workflow can do without.");
		}
		Stream<Binding> same = Bindings.all().stream().filter((binding) -> binding.name().equals(name));
		if (trigger.isPresent() && same.anyMatch((binding) -> !binding.suits(trigger.get()))) {
			warning(location, "The binding \"" + name + "\" has no meaning for \"" + trigger.get() + "\"",
					"It is ignored; remove it.");
		}
	}

	/** A member that looks like one that is missing. */
	private void check(String member, Map<String, Object> settings) {
		if (KindeSettings.MEMBERS.contains(member)) {
			return;
		}
		Suggestion.to(member, KindeSettings.MEMBERS.stream().filter((name) -> !settings.containsKey(name)).sorted())
			.ifPresent((near) -> warning(this.program.setting(List.of(member)),
					"workflowSettings has no member '" + member + "', which is ignored",
					"Did you mean '" + near + "'?"));
	}

	private void problem(SourceLocation location, String message, String action) {
		this.problems.add(at(location, message, action));
	}

	private void warning(SourceLocation location, String message, String action) {
		this.warnings.add(at(location, message, action).as(Problem.Severity.WARNING));
	}

	private Problem at(SourceLocation location, String message, String action) {
		List<String> lines = new ArrayList<>(this.program.entry().source().lines().toList());
		String line = (location.line() <= lines.size()) ? lines.get(location.line() - 1) : null;
		return new Problem(location, message, action, line);
	}

}
