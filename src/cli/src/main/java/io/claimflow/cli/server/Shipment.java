package io.claimflow.cli.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.claimflow.Trigger;
import io.claimflow.artifact.Artifact;
import io.claimflow.artifact.ArtifactLimits;
import io.claimflow.artifact.ArtifactReader;
import io.claimflow.artifact.InvalidArtifactException;
import io.claimflow.cli.terminal.Failure;
import io.claimflow.cli.terminal.Progress;
import io.claimflow.cli.terminal.Style;
import io.claimflow.cli.terminal.Surroundings;
import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/**
 * Brings an artifact to a server: shows what will change, asks, stores it, makes it live.
 */
final class Shipment {

	private final DeploymentApi api;

	private final Surroundings surroundings;

	private final ShipmentOptions options;

	private final ChangeOptions change;

	private final boolean json;

	Shipment(DeploymentApi api, Surroundings surroundings, ShipmentOptions options, ChangeOptions change,
			boolean json) {
		this.api = api;
		this.surroundings = surroundings;
		this.options = options;
		this.change = change;
		this.json = json;
	}

	/**
	 * Brings an artifact there.
	 * @param artifact the artifact
	 * @param bytes its file
	 * @param parameters what is kept with it
	 * @param triggers the triggers that its workflows can have
	 */
	void ship(Artifact artifact, byte[] bytes, Map<String, String> parameters, Set<Trigger> triggers) {
		Terminal terminal = this.surroundings.terminal();
		Live live = this.api.live();
		if (live.digest().filter(artifact.digest()::equals).isPresent()) {
			new LiveChanges(this.api, this.surroundings, this.change).answer(live,
					"It is live already: " + live.describe() + " is the same artifact.", this.json);
			return;
		}
		Difference difference = difference(live, artifact, triggers);
		terminal.note("What this changes at " + terminal.style(Style.BOLD, this.api.server().url()) + ", where "
				+ live.describe() + " is live:");
		difference.print(terminal);
		terminal.note("");
		if (this.options.dryRun) {
			if (this.json) {
				terminal.json(difference.toJson());
			}
			return;
		}
		String question = this.options.noLive ? "Store it?" : "Make it live?";
		if (terminal.isInteractive() && !this.options.yes && !terminal.confirm(question)) {
			throw Failure.ofProject("Nothing has changed", "");
		}
		push(artifact, bytes, parameters, live);
	}

	private void push(Artifact artifact, byte[] bytes, Map<String, String> parameters, Live live) {
		Map<String, String> all = new LinkedHashMap<>(parameters);
		LiveChanges changes = new LiveChanges(this.api, this.surroundings, this.change);
		if (this.options.noLive) {
			JsonNode stored = this.api.push(bytes, all, Optional.empty());
			if (this.json) {
				this.surroundings.terminal().json(stored);
			}
			else {
				long number = stored.path("number").asLong();
				this.surroundings.terminal()
					.line("Deployment " + number + " is stored. Make it live with claimflow live " + number + ".");
			}
			return;
		}
		all.put("live", "true");
		if (this.change.confirm) {
			all.put("confirm", "true");
		}
		Live changed;
		try {
			JsonNode stored = this.api.push(bytes, all, Optional.of(live));
			warn(stored);
			changed = this.api.live();
		}
		catch (ConfirmationNeededException ex) {
			changes.confirm(ex);
			changed = this.api.change("PUT", "/live", Map.of("deployment", ex.number().orElseThrow(), "reason",
					parameters.getOrDefault("message", ""), "confirm", true));
		}
		if (changed.digest().filter(artifact.digest()::equals).isEmpty()) {
			throw Failure.ofServer("It was made live, and " + changed.describe() + " is live since",
					"See claimflow status.");
		}
		changes.answer(changed, capital(changed.describe()) + " is live.", this.json);
	}

	private void warn(JsonNode stored) {
		Terminal terminal = this.surroundings.terminal();
		for (JsonNode warning : stored.path("warnings")) {
			terminal.note(terminal.style(Style.YELLOW, "warning: ") + DeploymentApi.finding(warning));
		}
		if (!stored.path("verified").asBoolean(true)) {
			terminal.note(terminal.style(Style.YELLOW, "warning: ")
					+ "The server cannot tell whether the programs are those of the sources, and runs them without what"
					+ " would rest on that");
		}
	}

	private static String capital(String text) {
		return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
	}

	private Difference difference(Live live, Artifact artifact, Set<Trigger> triggers) {
		Optional<Artifact> before = Optional.empty();
		if (live.deployment().isPresent()) {
			try {
				before = Optional.of(read(this.api.artifact(live.deployment().getAsLong())));
			}
			catch (InvalidArtifactException ex) {
				this.surroundings.terminal()
					.warning("What is live cannot be compared here: " + ex.found(), "All of it is shown as new.");
			}
		}
		try (Progress progress = this.surroundings.terminal().progress("Comparing")) {
			return Difference.between(before, artifact, triggers);
		}
	}

	static Artifact read(byte[] file) throws InvalidArtifactException {
		try {
			return new ArtifactReader(ArtifactLimits.builder().bytes(Math.max(file.length, 1)).build())
				.read(new ByteArrayInputStream(file));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

}
