package io.claimflow.spring.console.runs;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.claimflow.TokenType;
import io.claimflow.Trigger;
import io.claimflow.encryption.EncryptionException;
import io.claimflow.sample.SampleClaims;
import io.claimflow.sample.SampleEvents;
import io.claimflow.spring.console.page.Viewer;
import io.claimflow.spring.runlog.RunStore;
import io.claimflow.spring.runlog.RunSummary;
import io.claimflow.spring.runlog.http.RunAudit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a trial begins with: a typical event of a trigger, with what is known of a
 * run of the log, and of a client and a user of this server.
 */
final class TrialStart {

	private static final Logger logger = LoggerFactory.getLogger(TrialStart.class);

	private final @Nullable RunStore runs;

	private final RunAudit audit;

	private final InstantSource clock;

	/**
	 * Creates a start.
	 * @param runs the run log, or null if there is none
	 * @param audit says who has seen values
	 */
	TrialStart(@Nullable RunStore runs, RunAudit audit, InstantSource clock) {
		this.runs = runs;
		this.audit = audit;
		this.clock = clock;
	}

	/**
	 * What somebody's form begins with.
	 * @param run the run whose event it is like
	 * @param client the client that it is about
	 * @param user the user that it is about
	 */
	Trial.Form form(Viewer viewer, Trigger trigger, Optional<RunSummary> run, Optional<KnownParties.Client> client,
			Optional<KnownParties.User> user) {
		Map<String, Object> event = SampleEvents.of(trigger);
		Optional<RunSummary> like = run.filter((recorded) -> recorded.trigger().equals(trigger.id()));
		like.ifPresent((recorded) -> recall(recorded, event));
		client.ifPresent((known) -> about(known, trigger, event));
		user.ifPresent((known) -> about(known, event));
		Map<TokenType, Map<String, Object>> claims = SampleClaims.of(trigger, event, this.clock.instant());
		like.ifPresent((recorded) -> recall(viewer, recorded.runId(), claims));
		Map<String, Object> named = new LinkedHashMap<>();
		claims.forEach((token, of) -> named.put(token.name(), of));
		return Trial.Form.of(event, named);
	}

	/** For whoever may see values of claims. */
	private void recall(Viewer viewer, String runId, Map<TokenType, Map<String, Object>> claims) {
		RunStore store = this.runs;
		if (store == null || !viewer.mayShowValues()) {
			return;
		}
		try {
			store.values(runId).ifPresent((values) -> {
				this.audit.values(viewer.by(), runId);
				values.before()
					.forEach((token, before) -> claims.computeIfPresent(token, (known, of) -> merged(of, before)));
			});
		}
		catch (EncryptionException ex) {
			logger.warn("Values of a run cannot be read, so it is tried without them: {}", ex.getMessage());
		}
	}

	private static Map<String, Object> merged(Map<String, Object> claims, Map<String, Object> more) {
		claims.putAll(more);
		return claims;
	}

	private static void recall(RunSummary run, Map<String, Object> event) {
		run.client().ifPresent((client) -> put(event, client, "context", "application", "clientId"));
		run.user().filter((user) -> !user.hashed()).ifPresent((user) -> put(event, user.id(), "context", "user", "id"));
		run.origin().ifPresent((origin) -> put(event, origin, "context", "auth", "origin"));
	}

	/** What the typical event says of its client. */
	private static void about(KnownParties.Client client, Trigger trigger, Map<String, Object> event) {
		put(event, client.id(), "context", "application", "clientId");
		List<String> scopes = new ArrayList<>(client.scopes());
		replace(event, client.id(), "request", "authUrlParams", "clientId");
		replace(event, scopes, "request", "authUrlParams", "scope");
		replace(event, scopes, "request", "auth", "scope");
		client.redirect().ifPresent((uri) -> {
			replace(event, uri, "request", "authUrlParams", "redirectUri");
			replace(event, uri, "request", "authUrlParams", "redirectURL");
		});
		if (!trigger.equals(Trigger.M2M_TOKEN_GENERATION)) {
			replace(event, List.of(client.id()), "request", "auth", "audience");
		}
	}

	/** What the typical event says of its user. */
	private static void about(KnownParties.User user, Map<String, Object> event) {
		replace(event, user.id(), "context", "user", "id");
		user.email().ifPresent((email) -> {
			replace(event, email, "context", "user", "email");
			replace(event, email, "context", "auth", "providedEmail");
		});
	}

	private static void replace(Map<String, Object> event, Object value, String... path) {
		Object there = event;
		for (String name : path) {
			there = (there instanceof Map<?, ?> object) ? object.get(name) : null;
		}
		if (there != null) {
			put(event, value, path);
		}
	}

	@SuppressWarnings("unchecked")
	private static void put(Map<String, Object> event, Object value, String... path) {
		Map<String, Object> object = event;
		for (int i = 0; i < path.length - 1; i++) {
			object = (Map<String, Object>) object.computeIfAbsent(path[i], (name) -> new LinkedHashMap<>());
		}
		object.put(path[path.length - 1], value);
	}

}
