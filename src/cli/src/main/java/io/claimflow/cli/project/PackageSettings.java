package io.claimflow.cli.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Trigger;
import io.claimflow.cli.terminal.Failure;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the member {@code claimflow} of a project's <code>package.json</code> says.
 *
 * @param server the URL of the server that the project is deployed to
 * @param triggers the identifiers of the triggers that this server declares itself
 */
public record PackageSettings(Optional<String> server, List<String> triggers) {

	private static final String FILE = "package.json";

	private static final String MEMBER = "claimflow";

	private static final Set<String> KNOWN = Set.of("server", "triggers");

	private static final PackageSettings NONE = new PackageSettings(Optional.empty(), List.of());

	static PackageSettings read(Path root) {
		Path file = root.resolve(FILE);
		JsonNode settings;
		try {
			settings = JsonMapper.shared().readTree(Files.readAllBytes(file)).path(MEMBER);
		}
		catch (NoSuchFileException ex) {
			return NONE;
		}
		catch (IOException | JacksonException ex) {
			throw Failure.ofProject(file + " cannot be read as JSON", "Correct it, or remove it.");
		}
		if (settings.isMissingNode()) {
			return NONE;
		}
		Optional<String> unknown = settings.propertyNames()
			.stream()
			.filter((name) -> !KNOWN.contains(name))
			.findFirst();
		if (!settings.isObject() || unknown.isPresent()) {
			throw wrong(file, unknown.map((name) -> "has \"" + name + "\" in it").orElse("is no object"));
		}
		return new PackageSettings(server(file, settings.path("server")), triggers(file, settings.path("triggers")));
	}

	private static Optional<String> server(Path file, JsonNode server) {
		if (!server.isMissingNode() && !server.isString()) {
			throw wrong(file, "has a \"server\" that is no text");
		}
		return server.asStringOpt();
	}

	private static List<String> triggers(Path file, JsonNode triggers) {
		if (!triggers.isMissingNode() && !triggers.isArray()) {
			throw wrong(file, "has \"triggers\" that are no list");
		}
		List<String> ids = new ArrayList<>();
		for (JsonNode trigger : triggers) {
			String id = trigger.asString("");
			if (Trigger.builtIn().stream().map(Trigger::id).anyMatch(id::equals) || ids.contains(id)) {
				throw wrong(file, "names the trigger \"" + id + "\", which is there already");
			}
			try {
				ids.add(new Trigger(id, Set.of(), Set.of()).id());
			}
			catch (IllegalArgumentException ex) {
				throw wrong(file, "has a trigger that is none: " + ex.getMessage());
			}
		}
		return List.copyOf(ids);
	}

	private static Failure wrong(Path file, String problem) {
		return Failure.ofProject("The member \"" + MEMBER + "\" of " + file + " " + problem,
				"It can have \"server\", a URL, and \"triggers\", a list of the identifiers of triggers of the"
						+ " server's own.");
	}

}
