package io.claimflow.spring.deployment.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.claimflow.Problem;
import io.claimflow.SourceLocation;
import io.claimflow.spring.deployment.Preview;
import io.claimflow.spring.deployment.store.Consequence;
import io.claimflow.spring.deployment.store.LiveChange;
import io.claimflow.spring.deployment.store.LiveState;
import io.claimflow.spring.deployment.store.MadePreview;
import io.claimflow.spring.deployment.store.NodeStatus;
import io.claimflow.spring.deployment.store.Provenance;
import io.claimflow.spring.deployment.store.StoredDeployment;
import io.claimflow.spring.deployment.store.StoredPreview;
import io.claimflow.spring.jdbc.VariableChange;
import org.jspecify.annotations.Nullable;

/**
 * The shapes of the responses, as the OpenAPI document describes them.
 */
final class Responses {

	private Responses() {
	}

	/** What to append to a request is ready for a URL, and for a form. */
	static Map<String, Object> preview(StoredPreview stored) {
		Preview preview = stored.preview();
		Map<String, Object> body = preview(preview);
		body.put("token", stored.token());
		body.put("parameters", "claimflow_preview=%s&deploy_id=%d"
			.formatted(URLEncoder.encode(stored.token(), StandardCharsets.UTF_8), preview.deployment()));
		return body;
	}

	private static Map<String, Object> preview(Preview preview) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("preview", preview.number());
		body.put("deployment", preview.deployment());
		body.put("digest", preview.digest());
		body.put("client", preview.client());
		put(body, "user", preview.user());
		body.put("expiresAt", preview.expiresAt().toString());
		return body;
	}

	static Map<String, Object> made(MadePreview made) {
		Map<String, Object> body = preview(made.preview());
		body.put("by", made.by());
		body.put("at", made.at().toString());
		body.put("reason", made.reason());
		made.revocation()
			.ifPresent((revocation) -> body.put("revoked",
					Map.of("by", revocation.by(), "at", revocation.at().toString(), "reason", revocation.reason())));
		return body;
	}

	static Map<String, Object> deployment(StoredDeployment deployment) {
		Provenance provenance = deployment.provenance();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("number", deployment.number());
		body.put("digest", deployment.digest());
		body.put("state", deployment.state().name());
		body.put("source", provenance.source().name());
		put(body, "commit", provenance.commit());
		put(body, "author", provenance.author());
		put(body, "message", provenance.message());
		put(body, "promotedFrom", provenance.promotedFrom());
		body.put("pushedBy", provenance.pushedBy());
		body.put("pushedAt", deployment.pushedAt().toString());
		body.put("bytes", deployment.bytes());
		body.put("verified", deployment.verified());
		body.put("problems", problems(deployment.problems()));
		body.put("warnings", problems(deployment.warnings()));
		return body;
	}

	static List<Map<String, Object>> problems(List<Problem> problems) {
		return problems.stream().map(Responses::problem).toList();
	}

	private static Map<String, Object> problem(Problem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		SourceLocation location = problem.location();
		if (location != null) {
			body.put("file", location.file());
			body.put("line", location.line());
			body.put("column", location.column());
		}
		body.put("message", problem.message());
		body.put("action", problem.action());
		putPresent(body, "sourceLine", problem.sourceLine());
		return body;
	}

	static Map<String, Object> live(LiveState live) {
		Map<String, Object> body = new LinkedHashMap<>();
		put(body, "deployment", live.deployment());
		put(body, "digest", live.digest());
		body.put("revision", live.revision());
		body.put("deactivated", List.copyOf(live.deactivated()));
		body.put("changedBy", live.changedBy());
		body.put("changedAt", live.changedAt().toString());
		body.put("reason", live.reason());
		return body;
	}

	/** The entity tag of what is live: its revision. */
	static String etag(LiveState live) {
		return "\"" + live.revision() + "\"";
	}

	static Map<String, Object> change(LiveChange change) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("revision", change.revision());
		put(body, "deployment", change.deployment());
		put(body, "previous", change.previous());
		body.put("kind", change.kind().name());
		put(body, "workflow", change.workflow());
		body.put("by", change.by());
		body.put("at", change.at().toString());
		body.put("reason", change.reason());
		return body;
	}

	static Map<String, Object> variableChange(VariableChange change) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("number", change.number());
		body.put("kind", change.kind().name());
		body.put("name", change.name());
		put(body, "key", change.key());
		body.put("by", change.by());
		body.put("at", change.at().toString());
		body.put("reason", change.reason());
		return body;
	}

	static Map<String, @Nullable Object> node(NodeStatus node) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("node", node.node());
		body.put("deployment", node.deployment().isPresent() ? node.deployment().getAsLong() : null);
		body.put("revision", node.revision());
		body.put("since", node.since().toString());
		body.put("seen", node.seen().toString());
		body.put("gone", node.gone());
		body.put("problem", node.problem().orElse(null));
		return body;
	}

	static List<Map<String, Object>> consequences(List<Consequence> consequences) {
		return consequences.stream().map((consequence) -> {
			Map<String, Object> body = new LinkedHashMap<>();
			body.put("kind", consequence.kind().name());
			body.put("workflow", consequence.workflow());
			put(body, "trigger", consequence.trigger());
			put(body, "name", consequence.name());
			body.put("description", consequence.description());
			return body;
		}).toList();
	}

	private static void put(Map<String, Object> body, String name, Optional<String> value) {
		putPresent(body, name, value.orElse(null));
	}

	private static void put(Map<String, Object> body, String name, OptionalLong value) {
		putPresent(body, name, value.isPresent() ? value.getAsLong() : null);
	}

	private static void putPresent(Map<String, Object> body, String name, @Nullable Object value) {
		if (value != null) {
			body.put(name, value);
		}
	}

}
