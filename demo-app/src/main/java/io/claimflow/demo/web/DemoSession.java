package io.claimflow.demo.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.claimflow.demo.change.TokenChanges;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * What the demo's OAuth client keeps in the browser's session, and nowhere else.
 */
final class DemoSession {

	private static final String ATTEMPT = DemoSession.class.getName() + ".attempt";

	private static final String TOKENS = DemoSession.class.getName() + ".tokens";

	private static final String CHANGES = DemoSession.class.getName() + ".changes";

	private static final String RUNS = DemoSession.class.getName() + ".runs";

	private static final int RUNS_KEPT = 20;

	private final HttpSession session;

	private DemoSession(HttpSession session) {
		this.session = session;
	}

	static DemoSession of(HttpSession session) {
		return new DemoSession(session);
	}

	void start(SignInAttempt attempt) {
		this.session.setAttribute(ATTEMPT, attempt);
	}

	/** The attempt under way, which this ends: its state and verifier count once. */
	@Nullable SignInAttempt endAttempt() {
		SignInAttempt attempt = (SignInAttempt) this.session.getAttribute(ATTEMPT);
		this.session.removeAttribute(ATTEMPT);
		return attempt;
	}

	@Nullable Tokens tokens() {
		return (Tokens) this.session.getAttribute(TOKENS);
	}

	/** What a workflow did to the tokens, or empty if none is known to have run. */
	Optional<TokenChanges> changes() {
		return Optional.ofNullable((TokenChanges) this.session.getAttribute(CHANGES));
	}

	void keep(Tokens tokens, Optional<TokenChanges> changes) {
		this.session.setAttribute(TOKENS, tokens);
		this.session.setAttribute(CHANGES, changes.orElse(null));
	}

	/** Notes that this browser was shown what a run did to a token. */
	void showed(String runId) {
		ArrayList<String> runs = new ArrayList<>(runs());
		if (!runs.contains(runId)) {
			runs.add(runId);
			this.session.setAttribute(RUNS,
					new ArrayList<>(runs.subList(Math.max(0, runs.size() - RUNS_KEPT), runs.size())));
		}
	}

	/** The runs whose tokens this browser was shown last. */
	List<String> runs() {
		return (this.session.getAttribute(RUNS) instanceof List<?> runs) ? runs.stream().map(String::valueOf).toList()
				: List.of();
	}

	void dropTokens() {
		this.session.removeAttribute(TOKENS);
		this.session.removeAttribute(CHANGES);
	}

}
