package io.claimflow.cli.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.cli.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/**
 * What is live.
 *
 * @param deployment the number, or empty if nothing is
 * @param digest the digest of its artifact
 * @param revision the revision of what is live
 * @param deactivated the identifiers of the workflows that are deactivated
 * @param changedBy who made it so
 * @param changedAt when
 * @param reason why
 * @param json all that the server says
 */
record Live(OptionalLong deployment, Optional<String> digest, long revision, List<String> deactivated, String changedBy,
		String changedAt, String reason, JsonNode json) {

	static Live of(JsonNode json) {
		List<String> deactivated = new ArrayList<>();
		json.path("deactivated").forEach((workflow) -> deactivated.add(Terminal.oneLine(workflow.asString(""))));
		return new Live(
				json.has("deployment") ? OptionalLong.of(json.path("deployment").asLong()) : OptionalLong.empty(),
				json.path("digest").asStringOpt(), json.path("revision").asLong(), deactivated,
				Terminal.oneLine(json.path("changedBy").asString("")), Texts.time(json.path("changedAt").asString("")),
				Terminal.oneLine(json.path("reason").asString("")), json);
	}

	String entityTag() {
		return "\"" + this.revision + "\"";
	}

	/** What is live, as a part of a sentence. */
	String describe() {
		return this.deployment.isPresent() ? "deployment " + this.deployment.getAsLong() : "nothing";
	}

}
